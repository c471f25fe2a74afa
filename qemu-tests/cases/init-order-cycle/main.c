// build: liba.so main.c
// build: libc3.so main.c -la
// build: libb.so main.c -lc3
// build: liba.so main.c -lb
// build: libd.so main.c -lb
// build: main main.c -ld -la
// folded: liba.so libb.so libc3.so libd.so

// liba -> libb -> libc3 -> liba is a cycle, libd hangs on it: the order of constructors and
// destructors is what ld.so's own sort makes of it (so it is not written here), and the fold must
// give the same.

#include <stdio.h>

#if defined(PART_liba)
#define NAME "liba"
#elif defined(PART_libb)
#define NAME "libb"
#elif defined(PART_libc3)
#define NAME "libc3"
#elif defined(PART_libd)
#define NAME "libd"
#else
#define NAME "main"
#endif

__attribute__((constructor)) static void construct(void) { puts("construct " NAME); }
__attribute__((destructor)) static void destruct(void) { puts("destruct " NAME); }

#if defined(PART_main)
int main(void) { puts("main"); }
#endif
