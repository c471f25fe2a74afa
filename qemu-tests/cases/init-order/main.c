// build: libbase.so main.c
// build: libleft.so main.c -lbase
// build: libright.so main.c -lbase
// build: libtop.so main.c -lleft -lright
// build: main main.c -lright -ltop
// folded: libbase.so libleft.so libright.so libtop.so
// output: construct libbase
// output: construct libleft
// output: construct libright
// output: construct libtop
// output: construct main
// output: main
// output: atexit of main
// output: destruct main
// output: destruct libtop
// output: atexit of libtop
// output: destruct libright
// output: destruct libleft
// output: destruct libbase

// A diamond: constructors run dependencies first in ld.so's order, before the executable's;
// destructors the other way round. The executable's atexit functions run first, a library's (they
// belong to its
// __dso_handle) when its own destructors have run. A fold that runs them in scope order, or runs
// the executable's first, prints another order.

#include <stdio.h>
#include <stdlib.h>

#if defined(PART_libbase)
#define NAME "libbase"
#elif defined(PART_libleft)
#define NAME "libleft"
#elif defined(PART_libright)
#define NAME "libright"
#elif defined(PART_libtop)
#define NAME "libtop"
#else
#define NAME "main"
#endif

__attribute__((constructor)) static void construct(void) { puts("construct " NAME); }
__attribute__((destructor)) static void destruct(void) { puts("destruct " NAME); }

#if defined(PART_libtop)
static void at_exit(void) { puts("atexit of libtop"); }
__attribute__((constructor)) static void registers(void) { atexit(at_exit); }
#elif defined(PART_main)
static void at_exit(void) { puts("atexit of main"); }
int main(void) {
  atexit(at_exit);
  puts("main");
}
#endif
