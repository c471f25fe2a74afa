// Several files in one input: "1FLD", a byte of options, a byte that counts the files, then for
// each a byte of kind (0 a file, 1 a symbolic link), a byte that counts its path's bytes, four that
// count its content's (little-endian), the path, the content (of a link: its target).
//
// Any bytes are a set: what is cut short is taken as far as it goes, and what has no magic is one
// file, PROGRAM. A target's files are PROGRAM, what it needs, and what else the target's head says.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace onefold::fuzz {

inline constexpr const char* kProgramPath = "/program";

struct SetFile {
  std::string path;  // absolute
  bool is_link = false;
  std::vector<std::byte> bytes;  // exactly as many as it has, for ASan to see a read past the end

  bool operator==(const SetFile&) const = default;
};

struct FileSet {
  uint8_t options = 0;
  bool bare = false;  // one file without a set around it
  std::vector<SetFile> files;

  const SetFile* find(std::string_view path) const;  // null: none
  bool operator==(const FileSet&) const = default;
};

FileSet parse_file_set(std::span<const std::byte> input);
std::vector<std::byte> pack_file_set(const FileSet& set);

}  // namespace onefold::fuzz
