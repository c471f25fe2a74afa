// The output's ELF header and program headers, encoded.
#pragma once

#include <vector>

#include "plan/plan.h"

namespace onefold {

std::vector<std::byte> encode_elf_header(const Plan& plan);
std::vector<std::byte> encode_program_headers(const Plan& plan);

}  // namespace onefold
