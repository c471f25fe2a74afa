// build: hidden/liba.so main.c
// build: main main.c -Lhidden -la
// rpath: none
// run-env: LD_LIBRARY_PATH=hidden
// fold: --keep libc -L hidden
// folded: liba.so
// output: a 1

// -L DIR adds a directory to the search.

#include <stdio.h>

int a(void);

#if defined(PART_liba)
int a(void) { return 1; }
#else
int main(void) { printf("a %d\n", a()); }
#endif
