// build: libkept.so main.c
// build: liba.so main.c -lkept
// build: main main.c -la -lkept
// fold: --keep libc --keep libkept.so
// folded: liba.so
// kept: libkept.so
// output: construct kept
// output: construct a
// output: construct main
// output: main
// output: destruct main
// output: destruct a
// output: destruct kept

// A kept library's constructors are run by the loader before the start code; a folded one's follow,
// then the executable's; the destructors go the other way round.

#include <stdio.h>

#if defined(PART_libkept)
#define NAME "kept"
#elif defined(PART_liba)
#define NAME "a"
#else
#define NAME "main"
#endif

__attribute__((constructor)) static void construct(void) { puts("construct " NAME); }
__attribute__((destructor)) static void destruct(void) { puts("destruct " NAME); }

#if defined(PART_main)
int main(void) { puts("main"); }
#endif
