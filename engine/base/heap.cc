#include "base/heap.h"

#include <sys/mman.h>

#include <climits>
#include <cstdint>
#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace onefold {

void prepare_heap() {
#if defined(__GLIBC__) && defined(MADV_HUGEPAGE)
  constexpr int kReserved = 128 << 20;  // addresses, not memory: pages come when they are touched
  constexpr size_t kHugePage = size_t{2} << 20;
  mallopt(M_MMAP_THRESHOLD, 32 << 20);  // glibc's most
  mallopt(M_TRIM_THRESHOLD, INT_MAX);
  mallopt(M_ARENA_MAX, 1);  // for all threads
  mallopt(M_TOP_PAD, kReserved);
  // Never touched, so that all else lies behind the heap's first boundary of a huge page.
  static void* const gap = std::malloc(kHugePage);
  mallopt(M_TOP_PAD, 1 << 20);
  if (gap == nullptr) return;
  const auto begin = (reinterpret_cast<uintptr_t>(gap) + kHugePage - 1) & ~(kHugePage - 1);
  madvise(reinterpret_cast<void*>(begin), kReserved, MADV_HUGEPAGE);
#endif
}

}  // namespace onefold
