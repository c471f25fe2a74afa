// build: one/two/libdeep.so main.c -DNUMBER=1
// build: two/libdeep.so main.c -DNUMBER=2
// build: one/liba.so main.c -Lone/two -ldeep -Wl,-rpath,$ORIGIN/two
// build: main main.c -Lone -la -Wl,-rpath-link,one/two -Wl,-rpath,$ORIGIN/one
// rpath: none
// folded: liba.so libdeep.so
// output: deep 1
// not-on: emulated: the folders that it names are the host's, --root looks inside the root

// $ORIGIN in DT_RUNPATH is the directory of the file that has it: liba's, not the program's.

#include <stdio.h>

int a(void);
int deep(void);

#if defined(PART_libdeep)
int deep(void) { return NUMBER; }
#elif defined(PART_liba)
int a(void) { return deep(); }
#else
int main(void) { printf("deep %d\n", a()); }
#endif
