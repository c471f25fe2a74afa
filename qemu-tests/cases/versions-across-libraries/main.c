// build: libone.so main.c -Wl,--version-script=one.map
// build: libtwo.so main.c -Wl,--version-script=two.map
// build: liba.so main.c -lone
// build: libb.so main.c -ltwo
// build: main main.c -la -lb
// folded: liba.so libb.so libone.so libtwo.so
// output: a: one
// output: b: two

// Two libraries define `value`, each with a version of its own; libone comes first in scope. libb
// asks for TWO: a fold that takes the first `value` of the scope gives it libone's.

#include <stdio.h>

int value(void);
void print_a(void);
void print_b(void);
const char* name(void);

#if defined(PART_libone)
const char* name(void) { return "one"; }
#elif defined(PART_libtwo)
const char* name(void) { return "two"; }
#elif defined(PART_liba)
void print_a(void) { printf("a: %s\n", name()); }
#elif defined(PART_libb)
void print_b(void) { printf("b: %s\n", name()); }
#else
int main(void) {
  print_a();
  print_b();
}
#endif
