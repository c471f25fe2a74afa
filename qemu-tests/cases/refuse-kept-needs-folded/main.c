// build: liba.so main.c
// build: libkept.so main.c -la
// build: main main.c -lkept -la
// fold: --keep libc --keep libkept.so
// refuse: libkept\.so.*liba\.so

// The loader would start libkept before the fold has constructed liba, which libkept needs: keep
// both or fold both.

#include <stdio.h>

int a(void);
int kept(void);

#if defined(PART_liba)
int a(void) { return 1; }
#elif defined(PART_libkept)
int kept(void) { return a(); }
#else
int main(void) { printf("%d %d\n", a(), kept()); }
#endif
