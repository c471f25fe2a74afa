// For closure tests: a sysroot of tiny ELF files in one of the four formats, and its closure as
// text.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "resolve/closure.h"
#include "testing/elf_builder.h"
#include "testing/file_tree.h"
#include "testing/formats.h"

namespace onefold::testing {

template <typename E>
class ClosureTest : public ::testing::Test {
 protected:
  using Builder = ElfBuilder<E>;
  static constexpr const char* kLoader = "/lib/ld-test.so.1";

  // A machine of this format that has a glibc port.
  static constexpr uint16_t kMachine =
      E::k64 ? (E::kOrder == std::endian::little ? EM_X86_64 : EM_S390)
             : (E::kOrder == std::endian::little ? EM_386 : EM_PPC);
  static constexpr uint16_t kOtherMachine = EM_ALPHA;

  static Builder library(uint16_t machine = kMachine) {
    return Builder().machine(machine).page_size(16);
  }
  static Builder program() { return library().interp(kLoader); }

  void put(std::string_view path, const Builder& builder) {
    tree_.file(path, builder.build().bytes());
  }
  // A loader whose own directories are /lib/ and /usr/lib/.
  void put_loader() {
    constexpr std::string_view kDirs("\0/lib/\0/usr/lib/\0", 17);
    auto raw = std::as_bytes(std::span(kDirs));
    ByteString data(256);
    std::transform(raw.begin(), raw.end(), data.begin(),
                   [](std::byte b) { return std::to_integer<uint8_t>(b); });
    put(kLoader, library().soname("ld-test.so.1").data(data));
  }

  Result<Closure> resolve(std::string_view program, ResolveOptions options = {}) {
    options.root = tree_.top();
    return resolve_closure(tree_.path(program), options);
  }

  // The paths in load order, missing names behind "!": "/bin/p /lib/liba.so !libb.so".
  static std::string text(const Result<Closure>& closure) {
    if (!closure) return to_string(closure.error());
    std::string out;
    for (const ClosureEntry& entry : closure->entries) {
      out += (out.empty() ? "" : " ") + entry.path;
    }
    for (const MissingLibrary& missing : closure->missing) out += " !" + missing.name;
    return out;
  }
  std::string closure_of(std::string_view program, ResolveOptions options = {}) {
    return text(resolve(program, std::move(options)));
  }
  // Why the closure of `program` has `path`; "" if it hasn't.
  std::string reason_for(std::string_view program, std::string_view path,
                         ResolveOptions options = {}) {
    auto closure = resolve(program, std::move(options));
    if (!closure) return to_string(closure.error());
    for (const ClosureEntry& entry : closure->entries) {
      if (entry.path == path) return entry.reason;
    }
    return "";
  }

  FileTree tree_;
};

}  // namespace onefold::testing
