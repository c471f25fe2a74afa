#include "help.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>

#include "base/error.h"

namespace onefold {
namespace {

class HelpFormat : public CLI::Formatter {
 public:
  // "-o,--output"; a flag that turns something off is not "--no-verify{false}".
  std::string make_option_name(const CLI::Option* option, bool positional) const override {
    std::string name = Formatter::make_option_name(option, positional);
    return name.substr(0, name.find('{'));
  }

  // "DIR", not "DIR:DIR", which has the check's name behind the type's. What is required and what
  // is repeated, the usage line and the description say.
  std::string make_option_opts(const CLI::Option* option) const override {
    if (option->get_type_size() == 0 || option->get_positional()) return "";
    const std::string type = option->get_type_name();
    return " " + type.substr(0, type.find(':'));
  }

  std::string make_description(const CLI::App* app) const override {
    std::string text = Formatter::make_description(app);
    if (!text.empty()) text.front() = static_cast<char>(std::toupper(text.front()));
    return text;
  }
};

// One line, as every other error is.
std::string failure_line(const CLI::App* app, const CLI::Error& error) {
  const auto commands = app->get_subcommands();
  const std::string command = commands.empty() ? "" : commands.front()->get_name();
  const auto rest = app->remaining();
  std::string what = error.what();
  if (commands.empty() && error.get_name() == "RequiredError") {
    what = rest.empty()
               ? "expected a command"
               : fmt::format("there is no {} {}",
                             rest.front().starts_with('-') ? "option" : "command", rest.front());
  }
  if (const size_t most = what.find(": At Most 1 required"); most != std::string::npos)
    what = fmt::format("{} is given more than once", what.substr(0, most));
  // CLI11 names them from the last to the first.
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError))
    what = fmt::format("not expected: {}", fmt::join(app->remaining(true), " "));
  std::ranges::replace(what, '\n', ' ');
  return fmt::format("onefold: {}{}{} (`onefold {}{}--help` says how)\n", command,
                     command.empty() ? "" : ": ", printable(what, 4096), command,
                     command.empty() ? "" : " ");
}

}  // namespace

void set_help_format(CLI::App& app) {
  auto format = std::make_shared<HelpFormat>();
  format->column_width(30);
  format->label("SUBCOMMAND", "COMMAND");
  format->label("Positionals", "Arguments");
  format->label("OPTIONS", "OPTION...");
  app.formatter(format);
  app.failure_message(failure_line);
  app.set_help_flag("-h,--help", "print this and exit");
}

CLI::App* add_command(CLI::App& app, const std::string& name, const std::string& description,
                      const std::function<void(CLI::App&)>& add_options) {
  CLI::App* command = app.add_subcommand(name, description);
  command->preparse_callback([command, add_options](size_t) { add_options(*command); });
  return command;
}

}  // namespace onefold
