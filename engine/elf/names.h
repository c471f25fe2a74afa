// gABI and GNU spellings of constants, for reports and errors.
#pragma once

#include <cstdint>
#include <string>

namespace onefold {

// "DT_NEEDED"; machine-specific tags by e_machine; "DT_0x6000000f" where there is no name.
std::string dynamic_tag_name(uint64_t tag, uint16_t e_machine);

std::string segment_type_name(uint32_t p_type, uint16_t e_machine);  // "PT_LOAD"
std::string file_type_name(uint16_t e_type);                         // "ET_DYN"
std::string os_abi_name(uint8_t os_abi);                             // "ELFOSABI_GNU"
std::string segment_flags_text(uint32_t p_flags);                    // "R E"

}  // namespace onefold
