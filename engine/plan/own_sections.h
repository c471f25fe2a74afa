// The sections that a fold adds to what it copies.
#pragma once

#include <array>
#include <string_view>

#include "base/address.h"

namespace onefold {

enum class Own : uint8_t {
  // Writable until the start stub has run, read-only afterwards.
  kTlsImage,
  kInitArray,
  kFiniArray,
  kDynamic,
  kIfuncSlots,     // of a total fold at one address: IFUNCs that it calls
  kLoaderHeaders,  // where it enters by itself: the program headers that the loader sees
  // Writable all along.
  kAliases,
  kAnswers,  // of a total fold: what its loader has asked the processor
  kGot,      // where it is implicit: the fold's own, for what its relocations ask of kept files
  // Executable.
  kNext,    // of a total fold: its own dlsym and dlvsym
  kLate,    // of a total fold: its own dlopen and dlmopen
  kIfuncs,  // of a total fold at one address: how it calls IFUNCs
  kStart,
  kQueries,  // of a total fold: how its loader asks
  kEnter,    // what the kernel starts, where there is no PT_INTERP
  kLevel,    // of a fold for one level of the processor: what the kernel starts instead
  // Read-only.
  kInterp,
  kProperty,
  kNotes,
  kProcessorFirst,  // what the program's processor_headers cover
  kProcessorSecond,
  kGnuHash,
  kSysvHash,
  kDynSym,
  kDynStr,
  kVerSym,
  kVerDef,
  kVerNeed,
  kRelocations,
  kPackedRelatives,  // those that the fold applies itself before its loader starts
  kPltRelocations,
  kEhFrameHdr,
  kEhFrame,
  kExidx,
  kCount
};

struct OwnSection {
  std::string_view name;
  uint32_t type = 0;   // SHT_*
  uint64_t flags = 0;  // SHF_*
  uint64_t align = 1;
  uint64_t skew = 0;  // what the address is modulo `align`
  ImageAddress address;
  uint64_t offset = 0;
  uint64_t size = 0;  // bytes; 0: the section is left out
};

class OwnSections {
 public:
  OwnSection& operator[](Own id) { return sections_[static_cast<size_t>(id)]; }
  const OwnSection& operator[](Own id) const { return sections_[static_cast<size_t>(id)]; }
  bool has(Own id) const { return (*this)[id].size != 0; }
  const auto& all() const { return sections_; }

 private:
  std::array<OwnSection, static_cast<size_t>(Own::kCount)> sections_;
};

}  // namespace onefold
