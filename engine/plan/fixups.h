// What every relocation site of the folded modules becomes: DESIGN rule 2.
#pragma once

#include <string>
#include <vector>

#include "plan/copies.h"
#include "plan/dynamic_symbols.h"
#include "plan/ifunc_calls.h"
#include "plan/part.h"
#include "plan/stand_in.h"
#include "plan/tls.h"
#include "resolve/bindings.h"

namespace onefold {

enum class FixupKind : uint8_t {
  kRelative,  // load bias + addend
  kSymbolic,  // the input's own type, against `symbol` in a kept library
  kTls,  // the input's own type (module, TP offset, descriptor), against no symbol: the fold's own
         // block
  kIRelative,  // the result of calling load bias + addend; applied last
};

// A relocation of the output.
struct Fixup {
  ImageAddress place;
  int64_t addend = 0;
  uint32_t type = 0;
  SymbolId symbol;
  FixupKind kind = FixupKind::kRelative;
  uint8_t size = 0;        // bytes at the place
  bool to_loader = false;  // the addend counts from the embedded loader's load base
};

// Bytes of the output that are known now.
struct Patch {
  ImageAddress place;
  uint64_t value = 0;
  uint8_t size = 0;
  bool to_loader = false;  // as in Fixup
};

// A function that the original would have looked for only when it is called, and not found.
struct LazyUndefined {
  const Part* part = nullptr;
  std::string_view name;
  std::string_view version;  // empty: none
};

struct Fixups {
  std::vector<Fixup> list;  // ready to write: relative by address, symbolic by symbol, IRELATIVE in
                            // the original order
  // The program's own DT_JMPREL, entry by entry in its order, which its PLT knows by number; empty
  // unless the program is bound lazily.
  std::vector<Fixup> plt;
  std::vector<Patch> patches;                 // ascending by place
  std::vector<LazyUndefined> lazy_undefined;  // by number of their thunk
  bool text_relocations = false;
  bool static_tls = false;       // a shared object's TP offset: DF_STATIC_TLS
  uint64_t symbolic_before = 0;  // relocations of the inputs that asked for a symbol lookup
};

// Where each place of the parts lies in the output.
struct FixupPlaces {
  const Parts& parts;
  const TlsPlan& tls;
  const Machine& machine;
  const std::vector<CopiedObject>& copies;
  bool fixed_address = false;  // ET_EXEC: the load bias is 0, so relative values are written now
};

struct FixupContext : FixupPlaces {
  const Bindings& bindings;
  DynamicSymbols& symbols;
  const Part* loader = nullptr;  // embedded: a total fold
  std::span<const StandIn> stand_ins = {};
  IfuncCalls* ifuncs = nullptr;  // by which they are called; null: by each part's own slots
  const ResolvedIfuncs* resolved = nullptr;  // what is known of IFUNCs; null: nothing
  bool shared_object = false;                // a folded .so: undefined symbols may be its host's
  bool musl = false;         // its loader binds all functions at start and knows no IRELATIVE
  ImageAddress thunks = {};  // of the first lazy_undefined thunk
  uint64_t thunk_size = 0;
};

class FixupList;

// `relatives` is what plan_relatives has made of the same parts, and is gone on with. Errors: a
// relocation type that the machine's loader does not know or that cannot be expressed in the
// output, and an undefined symbol which the original's start would have failed on.
Result<Fixups> plan_fixups(const FixupContext& context, FixupList relatives);

// Once it is known where the embedded loader lies.
void add_loader_base(Fixups& fixups, uint64_t load_base);

}  // namespace onefold
