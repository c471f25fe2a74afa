// Values worth trying in a field.
#pragma once

#include "mutator/elf_map.h"
#include "mutator/random.h"

namespace onefold::fuzz {

// A value for a field of this kind, which has `old` now.
uint64_t value_for(Kind kind, uint64_t old, const ElfMap& map, std::span<const std::byte> file,
                   Random& random);

}  // namespace onefold::fuzz
