// Hash tables made right for the symbols' names as they are, so that a mutated name is still found.
#pragma once

#include "mutator/elf_map.h"

namespace onefold::fuzz {

// In place: DT_HASH's chains anew, DT_GNU_HASH with one bucket.
void repair_hashes(std::span<std::byte> file, const ElfMap& map);

}  // namespace onefold::fuzz
