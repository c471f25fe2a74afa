// build: libkept.so main.c
// build: libfolded.so main.c
// build: main main.c -lkept -lfolded -Wl,--hash-style=sysv
// fold: --keep libc --keep libkept.so
// folded: libfolded.so
// kept: libkept.so
// output: kept 2, folded 3
// without-on: s390x musl-s390x strip objcopy patchelf lint: too few dead tables for the program headers, so no section headers

// DT_HASH has the imports, too, and glibc's dlsym takes a thread-local one for a variable of the
// program's own, at the start of its block: nobody asks for that.

#include <stdio.h>

extern __thread int kept;
extern __thread int folded;

#if defined(PART_libkept)
__thread int kept = 1;
#elif defined(PART_libfolded)
__thread int folded = 2;
#else
int main(void) {
  ++kept;
  ++folded;
  printf("kept %d, folded %d\n", kept, folded);
}
#endif
