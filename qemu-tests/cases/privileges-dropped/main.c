// build: liba.so main.c
// build: main main.c -la
// shell: chmod 4751 main
// folded: liba.so
// warning: set-?uid
// output: a 1

// setuid is dropped, with a warning; the rest of the mode stays.

#include <stdio.h>

int a(void);

#if defined(PART_liba)
int a(void) { return 1; }
#else
int main(void) { printf("a %d\n", a()); }
#endif
