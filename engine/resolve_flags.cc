#include "resolve_flags.h"

#include <CLI/CLI.hpp>

namespace onefold {

void add_resolve_flags(CLI::App& command, ResolveOptions& resolve) {
  command
      .add_option("--root", resolve.root, "look every path up inside DIR, a root of any machine")
      ->type_name("DIR")
      ->check(CLI::ExistingDirectory);
  command
      .add_option("-L,--library-dir", resolve.library_dirs,
                  "also search DIR for libraries (repeatable)")
      ->type_name("DIR")
      ->check(CLI::ExistingDirectory)
      ->allow_extra_args(false);
  command
      .add_option("--hwcaps", resolve.hwcaps,
                  "use glibc-hwcaps/NAME directories, preferred first (NAME:NAME)")
      ->type_name("NAMES");
  command
      .add_option("--interp", resolve.interpreter,
                  "the loader that is kept, in place of the program's PT_INTERP (musl's, say)")
      ->type_name("PATH");
}

}  // namespace onefold
