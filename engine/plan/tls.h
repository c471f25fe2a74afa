// The merged TLS block of a fold: DESIGN rule 5.
#pragma once

#include "plan/part.h"

namespace onefold {

// Where each part's block lies in one PT_TLS. Offsets are in Part::tls_offset.
struct TlsPlan {
  bool merged = false;    // false: no part but the program has TLS, and its PT_TLS stays as it is
  uint64_t align = 1;     // bytes, a power of two
  uint64_t memsz = 0;     // of the whole block
  uint64_t skew = 0;      // what the image's address, and the block's, are modulo `align`
  uint64_t below_tp = 0;  // variant II: bytes from the block's start to the thread pointer
  uint64_t above_tp = 0;  // variant I: bytes from the thread pointer to the block's start
  uint64_t filesz = 0;    // initialised bytes: up to the last part's .tdata
  ImageAddress image;     // the initialisation image's address; set by the layout
};

// Decides the block. The program's own part keeps its distance from the thread pointer, which its
// local-exec code has built in (psABI TLS variants I and II; glibc, elf/dl-tls.c,
// _dl_determine_tlsoffset). `shared_object`: the block stays dynamic TLS and nothing is fixed.
// Errors: a block that does not fit the address space.
Result<TlsPlan> plan_tls(std::vector<Part>& parts, const Machine& machine, bool shared_object);

// What a TPOFF relocation stores for `offset` in the program's merged block, before the machine's
// bias.
int64_t tp_offset(const TlsPlan& tls, const Machine& machine, uint64_t offset);

}  // namespace onefold
