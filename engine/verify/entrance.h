// A fold without PT_INTERP: what it does before its loader starts, and the file as that loader then
// sees it.
//
// The kernel maps the PT_LOADs of e_phoff's table and starts the entrance: constant code, told by
// its hash, and a table behind it (machine/stubs/enter.c). It gives segments that the kernel mapped
// for reading alone their rights and zeros, and hands the loader another program header table.
#pragma once

#include <optional>
#include <vector>

#include "read/module.h"
#include "verify/psabi.h"
#include "verify/report.h"

namespace onefold::verify {

struct EntranceRange {
  uint64_t at = 0;  // in the fold, as all addresses here
  uint64_t size = 0;
  uint64_t rights = 0;  // PROT_*, which are PF_* in another order
  auto operator<=>(const EntranceRange&) const = default;
};

// What the kernel starts of a fold for one level of the processor: constant code that asks for it
// and goes on to the entrance (machine/stubs/level.c).
struct LevelCheck {
  uint64_t state = 0;
  std::vector<LevelNeeds> needs;
  // Where it leaves the answers: place and leaf.
  std::vector<std::pair<uint64_t, uint32_t>> answers;
};

struct Entrance {
  std::optional<LevelCheck> level;      // none: it starts on any processor
  std::optional<uint64_t> interpreter;  // of the path of the loader that it maps; none: inside
  uint64_t loader_base = 0;             // inside
  uint64_t loader_entry = 0;
  uint64_t program_entry = 0;  // what the loader starts
  uint64_t headers = 0;        // the loader's table
  uint64_t header_count = 0;
  uint64_t dynamic_vaddr = 0;  // of PT_DYNAMIC's p_vaddr in that table
  uint64_t own_address = 0;    // of the table, as it states it
  uint64_t table = 0;          // where it is
  uint64_t relatives = 0;      // words that it adds the load bias to, as DT_RELR has them
  uint64_t relative_words = 0;
  std::vector<EntranceRange> protects;
  std::vector<EntranceRange> zeros;
};

// Nothing: the file has a PT_INTERP, or its e_entry leads to no code that verify knows. Errors: a
// table that is cut off.
Result<std::optional<Entrance>> find_entrance(const Module& fold);

// The places that the entrance relocates. Errors: words that lead outside of the fold.
Result<std::vector<uint64_t>> relocated_places(const Module& fold, const Entrance& entrance);

// The file as the loader sees it: the segments of its own table, and behind them those of `loader`
// (null: not inside). What the kernel and the entrance make of the file must come to the same; a
// difference otherwise. Errors: a table that no loader accepts.
Result<Module> as_loader_sees(const Module& fold, const Entrance& entrance, const Module* loader,
                              Report& report);

// Where `segment`, a writable one as the loader sees it, begins to be writable: behind what the
// kernel maps for reading alone, if anything.
uint64_t writable_from(const Module& fold, const Entrance& entrance, const Segment& segment);

}  // namespace onefold::verify
