// build: liba.so main.c
// build: libb.so main.c -la
// build: main main.c -la -lb
// folded: liba.so libb.so
// run-with: frames
// check: ./frames main
// output: inner 3
// not-on: emulated i386: gdb starts no foreign program; the oracle reads those through QEMU's stub

// gdb sets a breakpoint in a folded library's function (.symtab, and section headers that tell the
// truth) and unwinds from it through another library and the executable (.eh_frame).

#include <stdio.h>

int inner(int);
int middle(int);

#if defined(PART_liba)
int inner(int x) { return x + 1; }
#elif defined(PART_libb)
int middle(int x) { return inner(x) + 1; }
#else
int main(void) { return printf("inner %d\n", middle(1)) < 0; }
#endif
