// The command line: flags -> Options -> call; prints; the sole exit code.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <new>
#include <nlohmann/json.hpp>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "answers.h"
#include "base/heap.h"
#include "base/json_text.h"
#include "base/mapped_file.h"
#include "base/threads.h"
#include "doctor_command.h"
#include "emit/output_file.h"
#include "fold_command.h"
#include "help.h"
#include "shared_flags.h"
#include "show_command.h"
#include "stack/stack.h"
#include "unfold_command.h"
#include "verify/entrance.h"
#include "verify_files.h"
#include "version.h"

namespace onefold {
namespace {

struct StackOptions {
  std::vector<std::string> files;
  std::string size;  // as typed
  std::string exec;  // "on", "off" or ""
  bool add = false;
  bool json = false;
};

// Linux reads the header of one table, and the loader of a fold without PT_INTERP that of another.
Result<void> check_one_table(const std::string& file) {
  ONEFOLD_TRY(auto mapped, MappedFile::open(file));
  auto module = read_module(mapped.view());
  if (!module) return {};  // no fold, at least
  ONEFOLD_TRY(auto entrance, verify::find_entrance(*module));
  if (!entrance) return {};
  return fail(module->file.error("PT_GNU_STACK",
                                 "a file that is no fold with its own start (onefold fold --stack "
                                 "SIZE sets it when that is made)",
                                 "a fold that shows its loader another header"));
}

Result<StackResult> stack_one(const std::string& file, const StackEdit& edit) {
  if (edit.changes_anything()) {
    ONEFOLD_CHECK(check_one_table(file));
    return edit_stack(file, edit);
  }
  ONEFOLD_TRY(auto header, read_stack(file));
  return StackResult{header, {}};
}

std::string stack_text(const std::string& file, const StackHeader& header) {
  std::string text = fmt::format("{}: stackSize: {:#x}\n", printable(file, 4096), header.memsz);
  if (header.executable) text += fmt::format("{}: stackExec: on\n", printable(file, 4096));
  return text;
}

ExitCode run_stack(const StackOptions& options) {
  StackEdit edit{.add = options.add};
  if (!options.size.empty()) {
    edit.memsz = parse_size(options.size);
    if (!edit.memsz) {
      fmt::print(stderr, "onefold: --set: {}\n", size_expected(options.size));
      return kUsage;
    }
  }
  if (!options.exec.empty()) edit.executable = options.exec == "on";

  ExitCode code = kDone;
  std::string text;
  auto json = nlohmann::ordered_json::array();
  for (const std::string& file : options.files) {
    auto result = stack_one(file, edit);
    if (!result) {
      print_error(result.error());
      code = kFailed;
      continue;
    }
    print_warnings(file, result->warnings);
    text += stack_text(file, result->header);
    json.push_back({{"file", file},
                    {"stack_size", result->header.memsz},
                    {"exec", result->header.executable},
                    {"warnings", result->warnings}});
  }
  if (options.json) text = json_text(json);
  ExitCode printed = print_out(text);
  return code != kDone ? code : printed;
}

struct VerifyOptions {
  std::string original;
  std::string folded;
  ResolveOptions resolve;
  std::optional<uint64_t> stack_size;
  bool json = false;
};

ExitCode run_verify(const VerifyOptions& options) {
  auto report = verify_files(options.original, options.folded, options.resolve, options.stack_size,
                             processors());
  if (!report) {
    print_error(report.error());
    return kFailed;
  }
  const ExitCode printed = print_out(options.json ? to_json(*report) : to_text(*report));
  return report->same() ? printed : kFailed;
}

CLI::App* add_verify(CLI::App& app, VerifyOptions& options) {
  return add_command(
      app, "verify", "check that FOLDED means the same as ORIGINAL; executes nothing",
      [&](CLI::App& command) {
        command.add_option("ORIGINAL", options.original, "what was folded")->required();
        command.add_option("FOLDED", options.folded, "its fold")->required();
        add_resolve_flags(command, options.resolve);
        add_stack_size(command, options.stack_size);
        command.add_flag("--json", options.json, "for scripts: every difference");
        command.footer(
            "Examples:\n"
            "  onefold verify /usr/bin/nvim nvim\n"
            "  onefold verify --root /srv/root /srv/root/usr/bin/git git\n"
            "The libraries are searched as fold searches them: give the same --root, -L, --hwcaps, "
            "--interp\nand --stack.");
      });
}

CLI::App* add_stack(CLI::App& app, StackOptions& options) {
  return add_command(
      app, "stack", "read or set PT_GNU_STACK, musl's default thread stack size",
      [&](CLI::App& command) {
        command
            .add_option("FILE", options.files, "ELF files; one that fails does not stop the rest")
            ->required();
        command
            .add_option("-s,--set", options.size,
                        "set p_memsz, in place: 8388608, 0x800000, 8M, 8MiB")
            ->type_name("SIZE")
            ->allow_extra_args(false);
        command
            .add_option("--exec", options.exec,
                        "set or clear PF_X: ask for an executable stack or not")
            ->type_name("on|off")
            ->check(CLI::IsMember({"on", "off"}))
            ->allow_extra_args(false);
        command.add_flag("--add", options.add,
                         "where there is no such header, replace FILE by a copy that has one");
        command.add_flag("--json", options.json, "for scripts");
        command.footer(
            "Examples:\n"
            "  onefold stack hugo                  hugo: stackSize: 0x0\n"
            "  onefold stack --set 8M hugo         hugo: stackSize: 0x800000\n"
            "  onefold stack --set 8M --add prog   also where the header is missing\n"
            "musl (1.1.21 and later) takes the largest p_memsz of the program and its libraries, "
            "from "
            "128 KiB up to\n"
            "8 MiB, as the size of threads' stacks. glibc follows `ulimit -s` instead.");
      });
}

int run(int argc, char** argv) {
  CLI::App app("Folds a dynamically linked ELF program and its libraries into one file.",
               "onefold");
  set_help_format(app);
  app.set_version_flag("--version", fmt::format("onefold {}", kVersion),
                       "print the release and the commit, and exit");
  app.footer(
      "Examples:\n"
      "  onefold fold /usr/bin/nvim -o nvim       one file that runs in an empty root\n"
      "  onefold show nvim                        what is inside\n"
      "  onefold verify /usr/bin/nvim nvim        does it mean the same?\n"
      "`onefold COMMAND --help` has each command's options and examples; so has `man "
      "onefold-COMMAND`.");
  app.require_subcommand(1);
  ShowOptions show_options;
  StackOptions stack_options;
  FoldFlags fold_flags;
  CLI::App* fold_command = add_fold(app, fold_flags);
  VerifyOptions verify_options;
  UnfoldOptions unfold_options;
  DoctorOptions doctor_options;
  CLI::App* doctor_command = add_doctor(app, doctor_options);
  CLI::App* show_command = add_show(app, show_options);
  CLI::App* verify_command = add_verify(app, verify_options);
  CLI::App* stack_command = add_stack(app, stack_options);
  CLI::App* unfold_command = add_unfold(app, unfold_options);
  for (CLI::App* command : app.get_subcommands({})) command->group("Commands");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::ostringstream help;
    return app.exit(error, help, std::cerr) == 0 ? print_out(help.str()) : kUsage;
  }
  for (ResolveOptions* resolve : {&show_options.resolve, &fold_flags.fold.resolve,
                                  &verify_options.resolve, &doctor_options.resolve}) {
    const char* path = std::getenv("LD_LIBRARY_PATH");
    if (resolve->root.empty() && path != nullptr) resolve->ld_library_path = path;
  }
  if (fold_command->parsed()) return run_fold(fold_flags);
  if (doctor_command->parsed()) return run_doctor(doctor_options);
  if (show_command->parsed()) return run_show(show_options);
  if (verify_command->parsed()) return run_verify(verify_options);
  if (unfold_command->parsed()) {
    auto text = run_unfold(unfold_options);
    if (text) return print_out(*text);
    print_error(text.error());
    return kFailed;
  }
  if (stack_command->parsed()) return run_stack(stack_options);
  return kUsage;
}

}  // namespace
}  // namespace onefold

int main(int argc, char** argv) {
  onefold::prepare_heap();
  onefold::install_sigbus_handler();
  onefold::install_output_cleanup();
  try {
    return onefold::run(argc, argv);
  } catch (const std::bad_alloc&) {
    std::fputs("onefold: out of memory\n", stderr);
    return onefold::kFailed;
  } catch (const std::exception& error) {
    fmt::print(stderr, "onefold: internal error: {}\n", error.what());
    return onefold::kFailed;
  }
}
