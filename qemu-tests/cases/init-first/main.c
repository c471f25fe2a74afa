// build: liba.so main.c
// build: libb.so main.c -Wl,-z,initfirst -la
// build: libc3.so main.c
// build: main main.c -lc3 -lb
// folded: liba.so libb.so libc3.so

// DF_1_INITFIRST: libb's constructor runs before everybody's, even before liba's that it needs.

#include <stdio.h>

#if defined(PART_liba)
#define NAME "liba"
#elif defined(PART_libb)
#define NAME "libb"
#elif defined(PART_libc3)
#define NAME "libc3"
#else
#define NAME "main"
#endif

__attribute__((constructor)) static void construct(void) { puts("construct " NAME); }
__attribute__((destructor)) static void destruct(void) { puts("destruct " NAME); }

#if defined(PART_main)
int main(void) { puts("main"); }
#endif
