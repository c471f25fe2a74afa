// s390x. Entries of DT_HASH have 8 bytes.
// https://github.com/IBM/s390x-abi, "Relocation"; sysdeps/s390/s390-64/dl-machine.h.
#include <elf.h>

#include "verify/psabi.h"

namespace onefold::verify {
namespace {

using enum Meaning;

constexpr RelocationType kTypes[] = {
    {R_390_NONE, kNothing, 0},
    {R_390_8, kWord, 1},
    {R_390_16, kWord, 2},
    {R_390_32, kWord, 4},
    {R_390_PC32, kDistance, 4},
    {R_390_COPY, kCopy, 0},
    {R_390_GLOB_DAT, kWord, 8},
    {R_390_JMP_SLOT, kCall, 8},
    {R_390_RELATIVE, kBase, 8},
    {R_390_PC16, kDistance, 2},
    {R_390_64, kWord, 8},
    {R_390_PC64, kDistance, 8},
    {R_390_TLS_DTPMOD, kModule, 8},
    {R_390_TLS_DTPOFF, kBlockOffset, 8},
    {R_390_TLS_TPOFF, kThreadOffset, 8},
    {R_390_IRELATIVE, kResolver, 8},
};

// larl %r2, message; la %r2, N(%r2); jg report
std::optional<Thunk> read_thunk(std::span<const std::byte> code, uint64_t at) {
  auto number = [&](size_t from, size_t size) {
    return word_of(code.subspan(from, size), std::endian::big);
  };
  const bool is_one = number(0, 2) == 0xc020 && (number(6, 4) & 0xfffff000) == 0x41202000 &&
                      number(10, 2) == 0xc0f4;
  if (!is_one) return std::nullopt;
  return Thunk{at + (sign_extended(number(2, 4), 32) << 1) + (number(6, 4) & 0xfff),
               at + 10 + (sign_extended(number(12, 4), 32) << 1)};
}

}  // namespace

constinit const PsAbi kS390x{
    .name = "s390x",
    .machine = EM_S390,
    .format = {Class::k64, std::endian::big},
    .types = kTypes,
    .blocks_below_tp = true,
    .stack_is_executable = true,
    .sysv_hash_entry = 8,
    .stub = {.size = 0x3d0,
             .init = 0x50,
             .fini = 0x2f8,
             .report = 0x390,
             .xxh128 = "312bc201608bd317249f29d19dd361f2"},
    .entrance = {.size = 0x8d0, .xxh128 = "13ed0056e26f8a4f2a09fefbf8c1695d"},
    .dlsym = {.code = {.size = 0x380, .xxh128 = "b8a39cc5934876f8a4239a12bf75aec6"},
              .dlsym = 0x0,
              .dlvsym = 0x50},
    .thunk_size = 16,
    .read_thunk = &read_thunk,
};

}  // namespace onefold::verify
