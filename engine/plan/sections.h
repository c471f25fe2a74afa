// The output's section headers: true for every loaded byte, so that strip, objcopy, patchelf and
// gdb work on it.
#pragma once

#include <elf.h>

#include <string>
#include <vector>

#include "base/address.h"
#include "base/error.h"

namespace onefold {

struct Plan;

struct OutputSection {
  std::string name;
  uint32_t type = 0;   // SHT_*
  uint64_t flags = 0;  // SHF_*
  ImageAddress address;
  uint64_t offset = 0;
  uint64_t size = 0;
  uint64_t align = 1;
  uint64_t entry_size = 0;
  uint32_t link = 0;
  uint32_t info = 0;
};

struct SectionPlan {
  std::vector<OutputSection> list;  // section 0 first; allocated ones ascending by address
  // In `list`: those of memory and those of the TLS template, whose .tbss lies over others.
  std::vector<uint32_t> in_memory;
  std::vector<uint32_t> in_tls;

  // The section that holds `at`, or SHN_ABS; `tls` asks for the TLS template.
  uint16_t index_of(ImageAddress at, bool tls) const;
  // For a symbol that a loader looks up: never SHN_ABS, with which ld.so leaves out the load bias
  // (elf/dl-lookup.c, SYMBOL_ADDRESS). Any other index tells it nothing.
  uint16_t index_for(ImageAddress at, bool tls) const;
};

// A folded library's sections are called by its soname and their own name (".libz.so.1.text"),
// those of the program that the fold has another of, ".original.dynamic". Where a file has no
// section headers, and for bytes between sections, one is made up.
SectionPlan plan_sections(const Plan& plan);

// Errors: so many that the output has no section headers, where the program looks for its own.
Result<void> check_section_count(const Plan& plan);

}  // namespace onefold
