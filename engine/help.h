// How --help looks, and its list of commands.
#pragma once

namespace CLI {
class App;
}

namespace onefold {

// Names and arguments as a manual page has them, and nothing of what the parser knows besides. Set
// before commands are
// added: they inherit it.
void set_help_format(CLI::App& app);

}  // namespace onefold
