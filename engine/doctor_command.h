// `onefold doctor`: what is known of a fold before it is made.
#pragma once

#include <string>

#include "answers.h"
#include "resolve/closure.h"

namespace CLI {
class App;
}

namespace onefold {

struct DoctorOptions {
  std::string program;
  ResolveOptions resolve;
  bool json = false;
};

CLI::App* add_doctor(CLI::App& app, DoctorOptions& options);

// Prints. kFailed: no fold can be made, or the program cannot be read.
ExitCode run_doctor(const DoctorOptions& options);

}  // namespace onefold
