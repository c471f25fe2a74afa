// How --help looks, and its list of commands.
#pragma once

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace onefold {

// Names and arguments as a manual page has them, and nothing of what the parser knows besides. Set
// before commands are
// added: they inherit it.
void set_help_format(CLI::App& app);

// A command whose options are made when the command line has it: those of all commands are most of
// what a start costs.
CLI::App* add_command(CLI::App& app, const std::string& name, const std::string& description,
                      const std::function<void(CLI::App&)>& add_options);

}  // namespace onefold
