// build: liba.so main.c
// build: libb.so main.c
// build: main main.c -la -lb
// fold: --only liba.so
// folded: liba.so
// kept: libb.so
// output: a 1, b 2

// --only folds just the libraries that it names.

#include <stdio.h>

int a(void);
int b(void);

#if defined(PART_liba)
int a(void) { return 1; }
#elif defined(PART_libb)
int b(void) { return 2; }
#else
int main(void) { printf("a %d, b %d\n", a(), b()); }
#endif
