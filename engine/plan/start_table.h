// What the start stub does: RELRO, initialisers, finalisers. DESIGN rules 3 and 7; machine/stubs/
// has the table's layout.
#pragma once

#include <vector>

#include "plan/fixups.h"
#include "plan/idle_functions.h"
#include "plan/layout.h"
#include "read/init_arrays.h"

namespace onefold {

struct RelroRange {
  ImageAddress at;
  uint64_t size = 0;
};

// A function (count 0) or an array of `count` pointers, which the loader relocates in place.
struct CallEntry {
  ImageAddress at;
  uint64_t count = 0;
};

// Of what the C library runs of the program itself: DT_INIT, and slots at the start of
// DT_INIT_ARRAY.
struct IdleStart {
  bool init = false;
  size_t slots = 0;
};

struct StartTable {
  ImageAddress entry;      // the program's own; unused in a shared object
  uint64_t page_size = 0;  // 0: AT_PAGESZ tells
  std::vector<RelroRange> relro;
  std::vector<CallEntry> init;
  std::vector<CallEntry> fini;
  IdleStart idle;  // of the program

  // A chain of glibc's libname_list nodes, which the stub appends to those of the program's link
  // map, so that a later dlopen or DT_NEEDED of a folded soname finds the fold. 0: none.
  ImageAddress first_alias;

  uint64_t words() const { return 7 + 2 * (relro.size() + init.size() + fini.size()); }
};

// What a musl program's DT_INIT_ARRAY is to hold, in the order in which it runs: the functions of
// all parts. Its __libc_start_main calls them, without arguments and behind the kept libraries' own
// (ldso/dynlink.c, do_init_fini). Errors: a slot whose function is not known before it starts.
Result<std::vector<ImageAddress>> plan_init_array(const Parts& parts, const Bindings& bindings,
                                                  const std::vector<uint32_t>& order);

// Part indices in the order in which initialisers run, and the one whose reverse finalisers follow.
struct CallOrder {
  std::vector<uint32_t> init;
  std::vector<uint32_t> sorted;
};

// The RELRO ranges of all parts but the first, whose PT_GNU_RELRO the loader itself sees to. In a
// program the first part's initialisers are left to its C library; in a shared object they come
// last. Of a musl program DT_INIT_ARRAY has them all. Errors: those of read_init_functions; a
// PT_GNU_RELRO that reaches beyond its part's pages.
// Of `late` the first slot of DT_INIT_ARRAY is left out (plan/late_init.h). So are functions of
// `idle`: at the start of an array, DT_INIT and DT_FINI.
enum class Initialisers : uint8_t { kLibraries, kAll, kNone };
Result<StartTable> plan_start(const Parts& parts, const CallOrder& order, Initialisers which,
                              const Part* late = nullptr, const IdleFunctions* idle = nullptr);

// What the first slot of the part's DT_INIT_ARRAY will hold, if that is inside the fold.
Result<std::optional<ImageAddress>> first_init_function(const Parts& parts,
                                                        const Bindings& bindings, const Part& part);

}  // namespace onefold
