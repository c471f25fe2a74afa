// What every command says, and how it ends.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"

namespace onefold {

// 0 done; 1 the input cannot be handled or a check failed, with the reason; 2 wrong usage.
enum ExitCode : int { kDone = 0, kFailed = 1, kUsage = 2 };

// A file that cannot be opened, but has a program's name, is told of with that program's path.
void print_error(Error error);

void print_warnings(const std::string& file, const std::vector<std::string>& warnings);

// All of `text`, or an error: a full disk behind stdout must not look like success.
ExitCode print_out(const std::string& text);

}  // namespace onefold
