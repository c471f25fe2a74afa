// build: liba.so main.c
// build: main main.c -la -Wl,--unresolved-symbols=ignore-in-shared-libs
// folded: liba.so
// without: bind-now
// expect-exit: 127
// stderr: symbol lookup error: .*undefined symbol: missing_function
// output: about to call

// A function that nobody defines, called: ld.so's message names it and the exit code is 127, not a
// crash.

#include <stdio.h>

void missing_function(void);
void a(void);

#if defined(PART_liba)
void a(void) { missing_function(); }
#else
int main(void) {
  puts("about to call");
  fflush(stdout);
  a();
  puts("came back");
}
#endif
