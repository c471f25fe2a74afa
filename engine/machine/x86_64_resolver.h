// The code of an IFUNC's resolver, followed as far as what is known of the processor tells its way.
//
// It knows the instructions that compilers make of glibc's resolvers: words are loaded, masked,
// compared, and one of several addresses is returned. Anything else, a store, a call or a choice by
// what is not known, ends it without an answer. Bounded: so many instructions.
#pragma once

#include "machine/cpu_levels.h"

namespace onefold {

// What a resolver may read of the loader's.
class ResolverData {
 public:
  ResolverData() = default;
  ResolverData(const ResolverData&) = delete;
  ResolverData& operator=(const ResolverData&) = delete;
  virtual ~ResolverData() = default;
  // nullopt: not known.
  virtual std::optional<uint8_t> byte(uint64_t at) const = 0;
};

// The address that it returns.
std::optional<uint64_t> follow_resolver(const ResolverModule& module, const ResolverData& data,
                                        uint64_t address);

}  // namespace onefold
