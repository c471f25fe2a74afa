// build: liba.so main.c -DWITH
// build: main main.c -la
// build: liba.so main.c
// folded: liba.so
// without: bind-now
// expect-exit: 127
// stderr: symbol lookup error: .*undefined symbol: was_here_once
// output: a is here

// As lazy-missing-called, but the executable's own JUMP_SLOT has lost its definition: a newer liba
// has dropped it. With five arguments on their way, so the stub is entered as a called function is.

#include <stdio.h>

int was_here_once(int, double, const char*, long, int);
void still_here(void);

#if defined(PART_liba)
#ifdef WITH
int was_here_once(int a, double b, const char* c, long d, int e) {
  return a + (int)b + c[0] + (int)d + e;
}
#endif
void still_here(void) { puts("a is here"); }
#else
int main(void) {
  still_here();
  fflush(stdout);
  return was_here_once(1, 2.0, "3", 4, 5);
}
#endif
