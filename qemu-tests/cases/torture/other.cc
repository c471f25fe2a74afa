#include <stdio.h>

#include "torture.h"

namespace {
struct AtEnd {
  ~AtEnd() { puts("other ends"); }
} at_end;
}  // namespace

int catch_odd(int depth) {
  try {
    call_back([](void* d) { throw_odd(*static_cast<int*>(d)); }, &depth);
  } catch (const Odd&) {
    return 1;
  } catch (...) {
    return 2;
  }
  return 0;
}

int frames_of(void (*collect)()) {
  collect();
  __asm__ volatile("" ::: "memory");
  return 0;
}
