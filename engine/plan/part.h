// One folded module and where it goes in the output.
#pragma once

#include <span>
#include <vector>

#include "base/address.h"
#include "resolve/linkable.h"

namespace onefold {

struct Part {
  uint32_t scope_index = 0;  // in scope (closure) order; 0 is the program itself
  const Linkable* linkable = nullptr;
  const Module* module = nullptr;
  uint64_t bias = 0;  // image address = module address + bias, modulo 2^64; 0 for the program
  bool has_tls = false;
  uint64_t tls_offset = 0;      // of its TLS block in the fold's merged one
  ImageAddress tls_image;       // where its initialisation image goes, if it is merged
  bool without_tables = false;  // its first PT_LOAD is left out (plan/dead_segments.h)

  // The PT_LOADs that the fold has of it.
  std::span<const Segment> loads() const {
    return std::span(module->loads).subspan(without_tables ? 1 : 0);
  }
  bool is_left_out(ModuleAddress at) const { return without_tables && at < module->loads[1].vaddr; }
  ImageAddress place(ModuleAddress at) const { return ImageAddress(at.value + bias); }
};

// The parts in scope order; `of_module` tells where a module of the scope is among them.
struct Parts {
  static constexpr uint32_t kKept = UINT32_MAX;

  std::vector<Part> list;
  std::vector<uint32_t> of_module;  // by scope index: index in `list`, or kKept

  bool is_folded(uint32_t scope_index) const { return of_module[scope_index] != kKept; }
  const Part& part_of(uint32_t scope_index) const { return list[of_module[scope_index]]; }
  const Part& program() const { return list.front(); }
};

}  // namespace onefold
