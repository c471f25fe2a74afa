// build: liba.so main.c
// build: main main.c -la -Wl,--unresolved-symbols=ignore-in-shared-libs
// folded: liba.so
// without: bind-now
// output: works without it

// A function that nobody defines matters only when it is called (ld.so binds it then). Fatal at
// start, or refused, would be wrong. Under LD_BIND_NOW the original dies at start, the fold need
// not.

#include <stdio.h>

void missing_function(void);
void a(int call);

#if defined(PART_liba)
void a(int call) {
  if (call) missing_function();
  puts("works without it");
}
#else
int main(int argc, char** argv) {
  (void)argv;
  a(argc > 1);
}
#endif
