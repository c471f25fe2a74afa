// build: libone.so main.c
// build: libonly.so main.c
// build: libtwo.so main.c
// build: main main.c -lone -lonly -ltwo
// fold: --keep libc --keep libon*
// folded: libtwo.so
// kept: libone.so libonly.so
// output: one 1, only 2, two 3

// --keep takes a glob.

#include <stdio.h>

int one(void);
int only(void);
int two(void);

#if defined(PART_libone)
int one(void) { return 1; }
#elif defined(PART_libonly)
int only(void) { return 2; }
#elif defined(PART_libtwo)
int two(void) { return 3; }
#else
int main(void) { printf("one %d, only %d, two %d\n", one(), only(), two()); }
#endif
