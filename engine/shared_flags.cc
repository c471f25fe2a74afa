#include "shared_flags.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "stack/stack.h"

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

void add_stack_size(CLI::App& command, std::optional<uint64_t>& size) {
  auto parse = [&size](const std::string& text) {
    size = parse_size(text);
    if (!size) throw CLI::ValidationError("--stack", size_expected(text));
  };
  command
      .add_option_function<std::string>("--stack", parse,
                                        "PT_GNU_STACK's size in the fold: 8388608, 0x800000, 8M")
      ->type_name("SIZE");
}

std::string size_expected(const std::string& found) {
  return fmt::format("expected a size such as 8388608, 0x800000, 8M or 8MiB, found {}",
                     printable(found));
}

}  // namespace onefold
