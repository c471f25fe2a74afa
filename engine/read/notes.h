// Notes of PT_NOTE segments. gABI chapter 5, "Note Section"; GNU properties: Linux gABI extensions.
#pragma once

#include <string_view>
#include <vector>

#include "read/module.h"

namespace onefold {

struct Note {
  std::string_view name;  // without its NUL: "GNU"
  uint32_t type = 0;      // NT_*
  std::span<const std::byte> desc;
};

// One entry of a NT_GNU_PROPERTY_TYPE_0 note.
struct GnuProperty {
  uint32_t type = 0;  // GNU_PROPERTY_*
  std::span<const std::byte> data;
};

// All notes, segment by segment. Errors: a note that leaves its segment, segments of more
// bytes in all than the file has.
Result<std::vector<Note>> read_notes(const Module& module);

// NT_GNU_BUILD_ID's bytes, or empty.
std::span<const std::byte> find_build_id(const std::vector<Note>& notes);

// The properties of every NT_GNU_PROPERTY_TYPE_0 note. Errors: a property that leaves its note.
Result<std::vector<GnuProperty>> read_gnu_properties(const Module& module,
                                                     const std::vector<Note>& notes);

}  // namespace onefold
