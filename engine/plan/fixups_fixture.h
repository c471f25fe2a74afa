// For tests of relocations: what the fold has at an address.
#pragma once

#include <algorithm>
#include <optional>

#include "plan/plan_fixture.h"
#include "testing/relr.h"

namespace onefold::testing {

class FixupsTest : public FoldTest {
 protected:
  // The fixup at an address of the folded module `module`. One that the fold applies itself is told
  // by its place, with what is in place for its addend.
  static std::optional<Fixup> fixup_at(const Plan& plan, size_t module, uint64_t address) {
    const ImageAddress at =
        plan.parts.part_of(static_cast<uint32_t>(module)).place(ModuleAddress(address));
    for (const Fixup& fixup : plan.fixups.list) {
      if (fixup.place == at) return fixup;
    }
    const auto places = unpacked(plan.packed_relatives, plan.format().word_size());
    if (std::ranges::find(places, at.value) == places.end()) return std::nullopt;
    for (const Patch& patch : plan.fixups.patches) {
      if (patch.place == at)
        return Fixup{.place = at, .addend = static_cast<int64_t>(patch.value), .size = patch.size};
    }
    return std::nullopt;
  }
  static Builder pie() { return library().interp("/lib64/ld-linux-x86-64.so.2"); }
};

}  // namespace onefold::testing
