// The output's ELF header and program headers, encoded.
#pragma once

#include <vector>

#include "plan/plan.h"

namespace onefold {

// Where the section headers are; all zero without any.
struct SectionTablePlace {
  uint64_t offset = 0;
  uint16_t count = 0;
  uint16_t names = 0;  // index of .shstrtab
};

std::vector<std::byte> encode_elf_header(const Plan& plan, const SectionTablePlace& sections);
std::vector<std::byte> encode_program_headers(const Plan& plan);

// Where the fold enters by itself: the table that the loader sees.
struct EncodedHeaders {
  std::vector<std::byte> bytes;
  uint64_t count = 0;
  uint64_t dynamic_vaddr = 0;  // offset of PT_DYNAMIC's p_vaddr in `bytes`
};
EncodedHeaders encode_loader_headers(const Plan& plan);

}  // namespace onefold
