// Where musl's loader means something else by a relocation or a symbol than glibc's.
#pragma once

#include "resolve/linkable.h"

namespace onefold {

// A word that refers to symbol 0 gets the addend alone under musl (ldso/dynlink.c, do_relocs), and
// the load bias with it under glibc (elf/do-rel.h, RESOLVE_MAP), which is what a fold gives it. An
// entry's addend is part of every sum under musl, and not of what has Addend::kIgnored in a fold.
// Errors: such a relocation; those of visit_relocations.
Result<void> refuse_other_sums(const Linkable& linkable);

// musl's lookup finds definitions of every visibility (ldso/dynlink.c, find_sym2), glibc's and a
// fold's not these. Linkers make them local. Error: one.
Result<void> refuse_hidden_definitions(const Linkable& linkable);

// musl's lookup takes the first symbol of the name that a hash table leads to; where that will not
// do it leaves the module, whatever else it has of the name (ldso/dynlink.c, find_sym2), where
// glibc's and a fold's goes on. Error: a definition beside such a symbol, which no linker makes.
Result<void> refuse_covered_definitions(const Linkable& linkable);

// musl adds the load bias to the value of an absolute symbol as of any other (ldso/dynlink.c,
// do_relocs, do_dlsym): to it SHN_ABS is a section like others, as which it is given here.
void place_absolute_symbols(Linkable& linkable);

}  // namespace onefold
