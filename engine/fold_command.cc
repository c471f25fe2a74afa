#include "fold_command.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>

#include "base/counted.h"
#include "base/json_text.h"
#include "base/threads.h"
#include "emit/output_file.h"
#include "help.h"
#include "origins.h"
#include "progress.h"
#include "sbom.h"
#include "shared_flags.h"
#include "version.h"

namespace onefold {
namespace {

using Json = nlohmann::ordered_json;

// A file beside the fold. That it cannot be made is told before there is a fold.
class SideFile {
 public:
  static Result<SideFile> create(const std::string& path) {
    SideFile file;
    if (path.empty()) return file;
    ONEFOLD_TRY(auto output, OutputFile::create(path));
    file.output_.emplace(std::move(output));
    return file;
  }

  Result<void> write(const std::string& text) {
    if (!output_) return {};
    ONEFOLD_CHECK(output_->write(0, std::as_bytes(std::span(text))));
    return output_->commit(0644);
  }

 private:
  std::optional<OutputFile> output_;  // none: not asked for
};

Json fold_json(const FoldOptions& options, const FoldReport& report) {
  Json folded = Json::array();
  for (const FoldedPart& part : report.folded) {
    folded.push_back({{"name", part.name},
                      {"path", part.path},
                      {"build_id", part.build_id},
                      {"size", part.size},
                      {"package", part.package ? Json(part.package->name) : Json(nullptr)},
                      {"version", part.package ? Json(part.package->version) : Json(nullptr)},
                      {"licences", part.licences.names}});
  }
  Json kept = Json::array();
  for (const KeptLibrary& library : report.kept) {
    kept.push_back({{"name", library.name}, {"path", library.path}, {"reason", library.reason}});
  }
  Json cpu = nullptr;
  if (!report.cpu.empty()) {
    cpu = {{"level", report.cpu},
           {"ifuncs", report.ifuncs},
           {"ifuncs_resolved", report.ifuncs_resolved}};
  }
  return Json{{"program", options.program},
              {"output", options.dry_run ? Json(nullptr) : Json(options.output)},
              {"output_size", report.output_size},
              {"data", report.data},
              {"folded", std::move(folded)},
              {"kept", std::move(kept)},
              {"relocations",
               {{"lookups_before", report.lookups_before},
                {"relative", report.relocations_relative},
                {"symbolic", report.relocations_symbolic},
                {"lazy", report.relocations_lazy},
                {"tls", report.relocations_tls},
                {"irelative", report.relocations_irelative}}},
              {"cpu", std::move(cpu)},
              {"warnings", report.warnings}};
}

std::string fold_text(const FoldOptions& options, const FoldReport& report) {
  std::string text = fmt::format("{}: {} folded, {} kept, {} bytes\n",
                                 options.dry_run ? printable(options.program, 4096) + ": dry run"
                                                 : printable(options.output, 4096),
                                 counted(report.folded.size() - 1, "library", "libraries"),
                                 report.kept.size(), report.output_size);
  text += licence_notice(report);
  for (const KeptLibrary& library : report.kept)
    text += fmt::format("  needs {}\n", printable(library.name));
  text += fmt::format("  symbol lookups at start: {} (before: {})\n", report.relocations_symbolic,
                      report.lookups_before);
  if (report.data != 0) {
    text += fmt::format(
        "  {} bytes of the program's file that are not loaded, which it may read: kept\n",
        report.data);
  }
  if (!report.cpu.empty()) {
    text += fmt::format("  IFUNCs resolved for {}: {} of {}\n", report.cpu, report.ifuncs_resolved,
                        report.ifuncs);
  }
  return text;
}

bool is_directory(const std::string& path) {
  struct stat status{};
  return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

// What each program's fold is called.
Result<std::vector<FoldOptions>> folds_of(const FoldFlags& flags) {
  const std::string& output = flags.fold.output;
  const bool inside = is_directory(output);
  if (flags.programs.size() > 1 && !inside && !flags.fold.dry_run) {
    const bool exists = access(output.c_str(), F_OK) == 0;
    return fail(Error{output, "output", std::nullopt,
                      fmt::format("a directory, for {} folds", flags.programs.size()),
                      exists ? "a file" : "none (mkdir makes it)"});
  }
  std::vector<FoldOptions> folds(flags.programs.size(), flags.fold);
  for (size_t i = 0; i < folds.size(); ++i) {
    const std::string& program = flags.programs[i];
    folds[i].program = program;
    if (inside) {
      folds[i].output =
          (std::filesystem::path(output) / "").string() + program.substr(program.rfind('/') + 1);
    }
  }
  return folds;
}

unsigned threads_of(const FoldFlags& flags) {
  return flags.jobs != 0 ? flags.jobs : std::min<unsigned>(processors(), kMostOutputs);
}

// The stages of one fold, or how many of several are done.
Result<std::vector<Result<FoldReport>>> fold_with_progress(const FoldFlags& flags,
                                                           std::vector<FoldOptions>& folds) {
  ProgressLine progress(STDERR_FILENO);
  const StageSink show = progress.sink();
  std::atomic<size_t> done = 0;
  for (FoldOptions& options : folds) {
    if (!show) break;
    options.on_stage = show;
    if (folds.size() == 1) break;
    options.on_stage = [&](const Stage& stage) {
      show({"folding", stage.name == kDoneStage ? ++done : done.load(), folds.size(), "programs"});
    };
  }
  return fold_all(folds, threads_of(flags));
}

struct SideFiles {
  SideFile map;
  SideFile bill;
};

Result<SideFiles> create_side_files(const FoldFlags& flags) {
  ONEFOLD_TRY(auto map, SideFile::create(flags.map_file));
  ONEFOLD_TRY(auto bill, SideFile::create(flags.sbom_file));
  return SideFiles{std::move(map), std::move(bill)};
}

Result<void> write_side_files(const FoldFlags& flags, SideFiles& files, const FoldReport& report) {
  ONEFOLD_CHECK(files.map.write(report.map + "\n"));
  if (flags.sbom_file.empty()) return {};
  return files.bill.write(to_cyclonedx(report, kVersion));
}

Result<ExitCode> fold_and_tell(const FoldFlags& flags) {
  ONEFOLD_TRY(auto folds, folds_of(flags));
  ONEFOLD_TRY(auto side_files, create_side_files(flags));
  ONEFOLD_TRY(auto reports, fold_with_progress(flags, folds));
  ExitCode code = kDone;
  std::string text;
  Json answers = Json::array();
  for (size_t i = 0; i < folds.size(); ++i) {
    if (!reports[i]) {
      print_error(reports[i].error());
      code = kFailed;
      continue;
    }
    print_warnings(folds[i].program, reports[i]->warnings);
    ONEFOLD_CHECK(write_side_files(flags, side_files, *reports[i]));
    text += fold_text(folds[i], *reports[i]);
    if (flags.json) answers.push_back(fold_json(folds[i], *reports[i]));
  }
  if (flags.json) {
    text = json_text(folds.size() == 1 && !answers.empty() ? answers.front() : answers);
  }
  if (folds.size() == 1 && code != kDone) return code;
  const ExitCode printed = print_out(text);
  return code != kDone ? code : printed;
}

const char* misuse(const FoldFlags& flags) {
  if (flags.fold.output.empty() && !flags.fold.dry_run) return "expected -o OUT (or --dry-run)";
  if (flags.programs.size() == 1) return nullptr;
  if (!flags.map_file.empty()) return "--map: expected one PROGRAM, found several";
  if (!flags.sbom_file.empty()) return "--sbom: expected one PROGRAM, found several";
  return nullptr;
}

}  // namespace

CLI::App* add_fold(CLI::App& app, FoldFlags& flags) {
  return add_command(
      app, "fold", "put PROGRAM and the libraries it needs into one file", [&](CLI::App& command) {
        FoldOptions& options = flags.fold;
        command
            .add_option(
                "PROGRAM", flags.programs,
                "dynamically linked programs or shared objects; one that fails does not stop the "
                "rest")
            ->required();
        command
            .add_option(
                "-o,--output", options.output,
                "the file to write, which appears when it is complete, or the directory for "
                "files of the programs' names")
            ->type_name("OUT|DIR")
            ->allow_extra_args(false);
        command
            .add_option("-j,--jobs", flags.jobs,
                        "threads: programs at a time, or steps of one (else one a processor)")
            ->type_name("N")
            ->check(CLI::Range(size_t{1}, kMostOutputs));
        command
            .add_option(
                "--keep", options.selection.keep,
                "leave libraries outside: a soname or glob (repeatable); libc: the C library "
                "and its loader")
            ->type_name("SONAME")
            ->allow_extra_args(false);
        command
            .add_option("--only", options.selection.only,
                        "fold just these: a soname or glob (repeatable)")
            ->type_name("SONAME")
            ->allow_extra_args(false);
        command
            .add_option(
                "--with", options.resolve.with,
                "also fold a library that PROGRAM opens by name while it runs: a soname or a "
                "file (repeatable)")
            ->type_name("SONAME|FILE")
            ->allow_extra_args(false);
        add_resolve_flags(command, options.resolve);
        add_stack_size(command, options.stack_size);
        command.add_flag("--fixed-address", options.fixed_address,
                         "start faster: always loaded at one address, which gives up its ASLR");
        command
            .add_option("--cpu", options.cpu,
                        "start faster: only on processors of this level, for which the C library's "
                        "choices are made now")
            ->type_name("LEVEL")
            ->check(CLI::IsMember({"x86-64-v2", "x86-64-v3", "x86-64-v4"}))
            ->allow_extra_args(false);
        command.add_flag("--keep-privileges", options.keep_privileges,
                         "carry setuid and setgid bits over");
        command.add_flag("!--no-verify", options.verify,
                         "write the output without the check that it means the same");
        command.add_flag("--dry-run", options.dry_run, "plan and report, write nothing");
        command.add_option("--map", flags.map_file, "write the address map as JSON")
            ->type_name("FILE");
        command
            .add_option("--sbom", flags.sbom_file,
                        "write what is inside as CycloneDX JSON, with packages and licences")
            ->type_name("FILE");
        command
            .add_option(
                "--refuse-license", options.refuse_licenses,
                "fold nothing whose package names such a licence: a glob as 'GPL-3*' (repeatable)")
            ->type_name("PATTERN")
            ->allow_extra_args(false);
        options.packages = true;
        command.add_flag("!--no-packages", options.packages,
                         "note no packages: the output does not depend on dpkg's database");
        command.add_flag("--json", flags.json, "for scripts");
        command.footer(
            "Examples:\n"
            "  onefold fold /usr/bin/nvim -o nvim                    needs nothing: libc and its "
            "loader "
            "inside\n"
            "  onefold fold /usr/bin/git /usr/bin/curl -o DIR        DIR/git and DIR/curl\n"
            "  onefold fold --keep libc /usr/bin/nvim -o nvim        needs only the C library\n"
            "  onefold fold --keep libc --keep 'libssl*' prog -o out  libssl and libssl's own stay "
            "outside\n"
            "  onefold fold --keep libc --root /srv/root /srv/root/usr/bin/git -o git\n"
            "  onefold fold --keep libc --stack 8M hugo -o out        threads get 8 MiB of stack "
            "on "
            "Alpine\n"
            "  onefold fold --sbom nvim.cdx.json --refuse-license 'AGPL*' /usr/bin/nvim -o nvim");
      });
}

ExitCode run_fold(const FoldFlags& given) {
  if (const char* wrong = misuse(given)) {
    fmt::print(stderr, "onefold: fold: {}\n", wrong);
    return kUsage;
  }
  FoldFlags flags = given;
  for (const std::string& path : {flags.map_file, flags.sbom_file}) {
    if (!path.empty()) flags.fold.other_outputs.push_back(path);
  }
  auto code = fold_and_tell(flags);
  if (code) return *code;
  print_error(code.error());
  return kFailed;
}

}  // namespace onefold
