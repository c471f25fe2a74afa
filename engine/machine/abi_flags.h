// What a glibc loader asks of a library beyond e_machine: e_flags that name another ABI, and the
// flags of its entry in
// ld.so.cache.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "machine/machine.h"

namespace onefold {

enum class AbiFlags : uint8_t {
  kSame,      // may be loaded
  kPassOver,  // elf_machine_matches_host says no: the search goes on
  kError,     // VALID_ELF_HEADER says no: ld.so gives up
};

// May a loader whose own header has `loader_flags` map a library with `library_flags`? Source:
// glibc's sysdeps/*/dl-machine.h (elf_machine_matches_host) and
// sysdeps/unix/sysv/linux/arm/ldsodefs.h.
AbiFlags compare_abi_flags(uint16_t e_machine, uint32_t loader_flags, uint32_t library_flags);

// A program's header of type `p_type` (Machine::processor_headers) is the fold's. May the code of a
// library be there whose own has the bytes `library`? Source: glibc's
// sysdeps/mips/dl-machine-reject-phdr.h.
bool goes_with_program(uint16_t e_machine, uint32_t p_type, std::span<const std::byte> program,
                       std::span<const std::byte> library);

enum class CacheMatch : uint8_t {
  kNo,
  kUsable,  // taken unless a later entry of the same name is usable too
  kBest,    // ends the search
};

// Is an entry of ld.so.cache with `entry_flags` for this machine? Source: _dl_cache_check_flags and
// _DL_CACHE_DEFAULT_ID in glibc's sysdeps/generic/dl-cache.h and
// sysdeps/unix/sysv/linux/*/dl-cache.h.
CacheMatch match_cache_flags(const Machine& machine, uint32_t entry_flags);

}  // namespace onefold
