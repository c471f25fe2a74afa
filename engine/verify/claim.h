// The address map that a fold's own note claims: which modules it is made of and where they lie.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "read/module.h"

namespace onefold::verify {

struct ClaimedSegment {
  ModuleAddress module;  // p_vaddr of a PT_LOAD of the input
  uint64_t image = 0;    // its address in the fold
  uint64_t size = 0;     // bytes in memory
};

// Bytes of the input that are others in the fold.
struct ClaimedChange {
  ModuleAddress module;
  std::vector<std::byte> was;

  bool operator==(const ClaimedChange&) const = default;
};

struct ClaimedPart {
  std::string name;  // of the file, without folders
  std::string soname;
  std::string build_id;  // hex, or
  std::string xxh128;    // hex, of the whole file where it has no build-id
  uint64_t bias = 0;     // image address = module address + bias
  std::vector<ClaimedSegment> segments;
  std::vector<ClaimedChange> changed;
};

struct Claim {
  std::vector<ClaimedPart> parts;     // in scope order, the program first
  std::optional<ClaimedPart> loader;  // embedded
  std::optional<uint64_t> dlsym;      // where the fold's own dlsym and dlvsym are
  std::optional<uint64_t> dlopen;     // and its own dlopen and dlmopen
  // Files of the original's closure that nothing needs by DT_NEEDED: what it, or its C library,
  // opens by name in the course of a run. By the names that were asked for.
  std::vector<std::string> opened;
  std::string cpu;  // the level of the processor that it is for, or ""
};

// Errors: no note of owner "Onefold", or text that is no map.
Result<Claim> read_claim(const Module& folded);

// XXH3, 128 bits, in hex.
std::string hash_text(std::span<const std::byte> bytes);

// Does the file have the identity that the claim states? Errors: those of read_notes.
Result<bool> is_claimed_file(const ClaimedPart& claim, const Module& module);

}  // namespace onefold::verify
