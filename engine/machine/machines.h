// Every Machine, for registry.cc and their own files.
#pragma once

#include "machine/idle_function.h"
#include "machine/machine.h"

namespace onefold {

extern const Machine kX86_64;
extern const Machine kI386;
extern const Machine kAArch64, kAArch64Be;
extern const Machine kArmHardFloat, kArmSoftFloat, kArmHardFloatBe, kArmSoftFloatBe;
extern const Machine kS390x;
extern const Machine kPpc64ElfV1, kPpc64ElfV2, kPpc64ElfV2Le;
extern const Machine kPowerPc;
extern const Machine kMips, kMipsLe;
extern const Machine kRiscV64, kRiscV64SoftFloat;

extern const StartStub kX86_64Stub;
extern const CpuQueries kX86_64Queries;
extern const LateCode kX86_64Late;
extern const CpuLevels kX86_64Levels;
bool may_address_x86_64(std::span<const std::byte> code, uint64_t at, uint64_t begin, uint64_t end);
std::optional<IdleFunction> idle_function_x86_64(std::span<const std::byte> code, uint64_t at,
                                                 uint64_t function);

}  // namespace onefold
