// build: libdeep.so main.c
// build: libx.so main.c -ldeep
// build: main main.c -lx
// fold-lib: libx.so
// folded: libdeep.so
// output: own export: main's
// output: undefined: main's

// The host program interposes what a folded shared object exports itself and what it leaves
// undefined: both stay symbolic.

#include <stdio.h>

const char* exported(void);
const char* undefined(void);
void x(void);
const char* deep(void);

#if defined(PART_libdeep)
const char* deep(void) { return undefined(); }
#elif defined(PART_libx)
const char* exported(void) { return "x's"; }
void x(void) {
  printf("own export: %s\n", exported());
  printf("undefined: %s\n", deep());
}
#else
const char* exported(void) { return "main's"; }
const char* undefined(void) { return "main's"; }
int main(void) { x(); }
#endif
