// build: libp.so main.c
// build: libq.so main.c -lp
// build: libp.so main.c -lq
// build: libr.so main.c
// build: libs.so main.c -lr -lp
// build: libr.so main.c -ls
// build: libt.so main.c -lq -lr
// build: main main.c -lr -lt -lp
// folded: libp.so libq.so libr.so libs.so libt.so
// packed-on: s390x ppc64le riscv64: too few dead tables for the program headers

// Two cycles that hang together: ld.so's depth-first sort starts from the end of the scope, and
// where it enters a cycle decides the order.

#include <stdio.h>

#if defined(PART_libp)
#define NAME "libp"
#elif defined(PART_libq)
#define NAME "libq"
#elif defined(PART_libr)
#define NAME "libr"
#elif defined(PART_libs)
#define NAME "libs"
#elif defined(PART_libt)
#define NAME "libt"
#else
#define NAME "main"
#endif

__attribute__((constructor)) static void construct(void) { puts("construct " NAME); }
__attribute__((destructor)) static void destruct(void) { puts("destruct " NAME); }

#if defined(PART_main)
int main(void) { puts("main"); }
#endif
