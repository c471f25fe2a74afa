// Levels of a processor, and what a function that chooses an implementation by them returns where
// all that is known of the processor is that it has one. Such functions (IFUNC resolvers) are read,
// never run.
//
// Levels: x86-64 psABI, "Micro-Architecture Levels".
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace onefold {

// Bits that the answer to a CPUID question has, of subleaf 0.
struct CpuFeatures {
  uint32_t leaf;
  uint32_t ebx = 0, ecx = 0, edx = 0;
};

struct CpuLevel {
  std::string_view name;                  // as compilers call it
  std::span<const CpuFeatures> features;  // leaf 1 first
  uint64_t state = 0;                     // of XCR0: registers that the kernel saves
};

// The module that a resolver is in, by its own addresses.
class ResolverModule {
 public:
  ResolverModule() = default;
  ResolverModule(const ResolverModule&) = delete;
  ResolverModule& operator=(const ResolverModule&) = delete;
  virtual ~ResolverModule() = default;
  // The executable bytes from `address` on; empty: none.
  virtual std::span<const std::byte> code(uint64_t address) const = 0;
  // Where the word at `address` leads, if to ld.so's variables: the distance from what ld.so knows
  // of the processor.
  virtual std::optional<uint64_t> known_at(uint64_t address) const = 0;
};

struct CpuLevels {
  std::span<const CpuLevel> levels;
  // Of a fold for one level: the kernel starts this code, whose table follows it
  // (machine/stubs/level.c), and it goes on to the fold's entrance.
  std::span<const uint8_t> check_code;
  // What the loader asks but once, so that it would be as well left alone (machine/cpu_queries.h)
  // if that code did not ask it too.
  uint32_t question;
  // ld.so's function that returns the address of what it knows of the processor; and that address,
  // of the function's code at `at`.
  std::string_view known_function;
  std::optional<uint64_t> (*known_address)(std::span<const std::byte> code, uint64_t at);
  // Of the resolver at `address`, the address that it returns on a processor of that level which
  // has nothing else, under a glibc 2.N; nullopt: not known.
  std::optional<uint64_t> (*resolve)(const ResolverModule& module, uint64_t address,
                                     const CpuLevel& level, unsigned release);
  // The releases of glibc, 2.N, whose resolvers are understood.
  unsigned oldest, newest;
};

}  // namespace onefold
