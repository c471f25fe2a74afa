#include "show_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <optional>
#include <span>

#include "base/mapped_file.h"
#include "closure_page.h"
#include "emit/output_file.h"
#include "emit/output_names.h"
#include "help.h"
#include "host_comparison.h"
#include "shared_flags.h"
#include "show/report.h"

namespace onefold {
namespace {

// What `show` says, and whether the host has all that it was compared with.
struct Shown {
  std::string text;
  bool differs = false;
};

Result<Shown> show(const ShowOptions& options) {
  ONEFOLD_TRY(auto mapped, MappedFile::open(options.file));
  ONEFOLD_TRY(auto module, read_module(mapped.view()));
  ONEFOLD_TRY(auto report,
              make_report(module, options.check ? Depth::kEverything : Depth::kLoader));
  std::optional<Closure> closure;
  if (module.header.is_loadable() && module.has_dynamic()) {
    ONEFOLD_TRY(closure, resolve_closure(options.file, options.resolve));
  }
  if (options.against_host) {
    if (!report.contents) {
      return fail(module.file.error("PT_NOTE", "a fold, to compare what is inside with the host",
                                    "none of a fold"));
    }
    ONEFOLD_TRY(report.host, compare_with_host(module, *report.contents, options.resolve));
  }
  const Closure* shown = closure ? &*closure : nullptr;
  std::string text = options.json ? to_json(report, shown) : to_text(report, shown);
  ONEFOLD_CHECK(mapped.check_intact());
  return Shown{std::move(text), std::ranges::any_of(report.host, [](const HostFile& host) {
                 return host.state == HostState::kDiffers;
               })};
}

Result<std::string> write_page(const ShowOptions& options) {
  ONEFOLD_TRY(auto page, closure_page(options.file, options.resolve));
  ONEFOLD_CHECK(check_outputs(std::span(&options.page, 1), page.inputs));
  ONEFOLD_TRY(auto output, OutputFile::create(options.page));
  ONEFOLD_CHECK(output.write(0, std::as_bytes(std::span(page.html))));
  ONEFOLD_CHECK(output.commit(0644));
  return fmt::format("{}: {} bytes\n", printable(options.page, 4096), page.html.size());
}

}  // namespace

CLI::App* add_show(CLI::App& app, ShowOptions& options) {
  return add_command(
      app, "show", "what the loader would see in FILE; executes nothing", [&](CLI::App& command) {
        command
            .add_option("FILE", options.file, "an ELF file of any class, byte order and machine")
            ->required();
        add_resolve_flags(command, options.resolve);
        CLI::Option* json = command.add_flag("--json", options.json, "for scripts");
        CLI::Option* check =
            command.add_flag("--check", options.check,
                             "read the unwind tables through as well, which no loader does");
        CLI::Option* against_host = command.add_flag(
            "--against-host", options.against_host,
            "of a fold: also say what of it is another build than what is installed now, "
            "and exit 1 if anything is");
        command
            .add_option(
                "--html", options.page,
                "write a page for a browser: who needs and binds to whom, segments to scale")
            ->type_name("PAGE")
            ->excludes(json)
            ->excludes(check)
            ->excludes(against_host);
        command.footer(
            "Examples:\n"
            "  onefold show /usr/bin/nvim\n"
            "  onefold show --against-host nvim-folded\n"
            "  onefold show --html nvim.html /usr/bin/nvim\n"
            "  onefold show --json /usr/bin/nvim | jq -r '.closure[].path'\n"
            "  onefold show --root /srv/sysroots/s390x /srv/sysroots/s390x/usr/bin/nvim");
      });
}

ExitCode run_show(const ShowOptions& options) {
  if (!options.page.empty()) {
    auto written = write_page(options);
    if (written) return print_out(*written);
    print_error(written.error());
    return kFailed;
  }
  auto shown = show(options);
  if (!shown) {
    print_error(shown.error());
    return kFailed;
  }
  const ExitCode printed = print_out(shown->text);
  return shown->differs ? kFailed : printed;
}

}  // namespace onefold
