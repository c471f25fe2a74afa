// build: liba.so main.c
// build: main main.c -la
// folded: liba.so
// output: 1

// A thread-local that nothing refers to, whose initial value is an address: nothing tells where the
// library's block is.

#if defined(PART_liba)
int a(void) { return 1; }
__attribute__((visibility("hidden"))) _Thread_local int (*unused)(void) = a;
#else
#include <stdio.h>
int a(void);
int main(void) { printf("%d\n", a()); }
#endif
