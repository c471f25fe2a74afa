// build: libkept.so main.c -Wl,--version-script=kept.map
// build: liba.so main.c -lkept
// build: main main.c -la -lkept
// fold: --keep libc --keep libkept.so
// folded: liba.so
// kept: libkept.so
// output: main 2, kept 2, a's old one 1

// A copied object has the version that the program asked for: in R_COPY, which without one takes
// the kept library's oldest, and as a definition, which without one would take the place of the old
// object too.

#include <stdio.h>

extern int object;
int read_kept(void);
int read_old(void);

#if defined(PART_libkept)
__asm__(".symver old_object, object@V1");
__asm__(".symver new_object, object@@V2");
int old_object = 1;
int new_object = 2;
int read_kept(void) {
  extern int interposable __asm__("object");
  return interposable;
}
#elif defined(PART_liba)
__asm__(".symver old_object, object@V1");
extern int old_object;
int read_old(void) { return old_object; }
#else
int main(void) { printf("main %d, kept %d, a's old one %d\n", object, read_kept(), read_old()); }
#endif
