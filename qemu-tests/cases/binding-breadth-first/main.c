// build: libdeep.so main.c
// build: liba.so main.c -ldeep
// build: libb.so main.c
// build: main main.c -la -lb
// folded: liba.so libb.so libdeep.so
// output: who = b
// output: deep calls b

// Scope is breadth first: main, liba, libb, libdeep. A fold that walks liba's dependencies before
// it comes to libb binds `who` to libdeep.

#include <stdio.h>

const char* who(void);
void deep(void);
void call_deep(void);

#if defined(PART_libdeep)
const char* who(void) { return "deep"; }
void deep(void) { printf("deep calls %s\n", who()); }
#elif defined(PART_liba)
void call_deep(void) { deep(); }
#elif defined(PART_libb)
const char* who(void) { return "b"; }
#else
int main(void) {
  printf("who = %s\n", who());
  call_deep();
}
#endif
