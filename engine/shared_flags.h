// The options that several commands have.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "resolve/closure.h"

namespace CLI {
class App;
}

namespace onefold {

// Of all commands that look for libraries.
void add_resolve_flags(CLI::App& command, ResolveOptions& resolve);

void add_stack_size(CLI::App& command, std::optional<uint64_t>& size);

// What is wrong with the size that was typed.
std::string size_expected(const std::string& found);

}  // namespace onefold
