// PT_GNU_STACK read and set in place: p_memsz is the thread stack size that musl takes as default,
// PF_X asks for an executable stack.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace onefold {

struct StackHeader {
  uint64_t memsz = 0;  // bytes
  bool executable = false;
};

struct StackEdit {
  std::optional<uint64_t> memsz;  // bytes
  std::optional<bool> executable;
  bool add = false;  // make the header where there is none, in a copy that is renamed over the file

  bool changes_anything() const { return memsz.has_value() || executable.has_value() || add; }
};

struct StackResult {
  StackHeader header;  // as it is after the edit
  std::vector<std::string>
      warnings;  // what the edit cost (setuid, capabilities), or what musl will do with the size
};

// Errors: not an ELF file, no PT_GNU_STACK or more than one.
Result<StackHeader> read_stack(const std::string& path);

// One pwrite of the header's changed bytes: hard links stay links. Errors beside read_stack's: a
// value wider than the class, a file that cannot be opened for writing (read-only, busy), and with
// `add` no place for another program header.
Result<StackResult> edit_stack(const std::string& path, const StackEdit& edit);

// "8388608", "0x800000", "8M", "8MiB" (K, M, G) as bytes; nullopt for anything else.
std::optional<uint64_t> parse_size(std::string_view text);

}  // namespace onefold
