// build: liba.so main.c -fcommon
// build: libb.so main.c -fcommon
// build: main main.c -la -lb -fcommon
// folded: liba.so libb.so
// output: a 5, b 5, main 5
// output: a 6, b 6, main 6

// Common symbols (tentative definitions) in the executable and two libraries are one variable.

#include <stdio.h>

int shared;
int a(void);
int b(void);

#if defined(PART_liba)
int a(void) { return shared; }
#elif defined(PART_libb)
int b(void) { return shared; }
#else
int main(void) {
  shared = 5;
  printf("a %d, b %d, main %d\n", a(), b(), shared);
  ++shared;
  printf("a %d, b %d, main %d\n", a(), b(), shared);
}
#endif
