// build: liba.so main.c
// build: libb.so main.c -la
// build: main main.c -lb
// folded: liba.so libb.so
// expect-exit: 5
// output: construct a
// output: construct b

// exit() in a library's constructor: the program never starts, and no destructor runs, since libc
// learns of the loader's _dl_fini only from the program's start code. What stdio has buffered is
// written.

#include <stdio.h>
#include <stdlib.h>

#if defined(PART_liba)
__attribute__((constructor)) static void construct(void) { puts("construct a"); }
__attribute__((destructor)) static void destruct(void) { puts("destruct a"); }
#elif defined(PART_libb)
__attribute__((constructor)) static void construct(void) {
  puts("construct b");
  exit(5);
}
__attribute__((destructor)) static void destruct(void) { puts("destruct b"); }
#else
int main(void) { puts("main"); }
#endif
