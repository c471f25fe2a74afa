// dlsym and dlvsym of a total fold, which answer RTLD_NEXT as if its parts were modules still.
//
// glibc, elf/dl-sym.c (do_sym): RTLD_NEXT looks behind the caller's module in scope order; a fold
// is one module. machine/stubs/next.c has the code and its table's layout.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "plan/part.h"
#include "plan/resolved_ifuncs.h"
#include "plan/string_table.h"
#include "resolve/scope.h"

namespace onefold {

// As next.c numbers them.
enum class NextKind : uint32_t { kAddress, kAbsolute, kResolver, kExported };

struct NextDefinition {
  uint32_t hash = 0;  // DT_GNU_HASH's
  uint32_t part = 0;  // index
  NextKind kind = NextKind::kAddress;
  bool hidden = false;
  uint32_t name = 0;     // in NextTable::strings
  uint32_t version = 0;  // 0: none
  uint64_t value = 0;    // an image address, but for kAbsolute
};

struct NextTable {
  ImageAddress dlsym, dlvsym, getauxval;  // the C library's
  std::optional<ImageAddress> hwprobe;    // and its __riscv_hwprobe
  // Of names that several parts define: by hash, then in scope order.
  std::vector<NextDefinition> definitions;
  StringTable strings;  // its own: tools may move .dynstr

  uint64_t size(const Parts& parts, Format format) const;  // bytes
};

// The C library's function, from libc.so.6 or, before glibc 2.34, libdl.so.2.
std::optional<ImageAddress> c_library_function(const Parts& parts, std::string_view name);

// None where no part asks dlsym or dlvsym for anything, or the machine has no code for it.
std::optional<NextTable> plan_next(const Parts& parts, const Scope& scope, const Machine& machine,
                                   const ResolvedIfuncs& resolved = {});

}  // namespace onefold
