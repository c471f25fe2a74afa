#include "doctor_command.h"

#include <CLI/CLI.hpp>

#include "doctor.h"
#include "help.h"
#include "shared_flags.h"

namespace onefold {

CLI::App* add_doctor(CLI::App& app, DoctorOptions& options) {
  return add_command(app, "doctor",
                     "what a fold of PROGRAM could not do, or would do otherwise; executes nothing",
                     [&](CLI::App& command) {
                       command
                           .add_option("PROGRAM", options.program,
                                       "a dynamically linked program or a shared object")
                           ->required();
                       add_resolve_flags(command, options.resolve);
                       command.add_flag("--json", options.json, "for scripts: all names and paths");
                       command.footer(
                           "Examples:\n"
                           "  onefold doctor /usr/bin/nvim\n"
                           "  onefold doctor --json /usr/bin/git | jq -r '.findings[].topic'\n"
                           "It finds what is called by name or written down, which a program need "
                           "not use, and no name "
                           "that "
                           "is put together.");
                     });
}

ExitCode run_doctor(const DoctorOptions& options) {
  auto diagnosis = diagnose(options.program, options.resolve);
  if (!diagnosis) {
    print_error(diagnosis.error());
    return kFailed;
  }
  const ExitCode printed = print_out(options.json ? to_json(*diagnosis) : to_text(*diagnosis));
  return diagnosis->foldable() ? printed : kFailed;
}

}  // namespace onefold
