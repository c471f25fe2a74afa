// build: one/liba.so main.c -DNUMBER=1
// build: two/liba.so main.c -DNUMBER=2
// build: main main.c -Lone -la
// rpath: $ORIGIN/one
// env: LD_LIBRARY_PATH=two
// folded: liba.so
// output: a 2
// not-on: emulated: LD_LIBRARY_PATH speaks of the host's folders, --root looks inside the root

// LD_LIBRARY_PATH stands before DT_RUNPATH, at fold time as for ldd; the fold needs neither.

#include <stdio.h>

int a(void);

#if defined(PART_liba)
int a(void) { return NUMBER; }
#else
int main(void) { printf("a %d\n", a()); }
#endif
