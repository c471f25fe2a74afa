// build: libb.so main.c
// build: liba.so main.c
// build: main main.c -la -lb
// folded: liba.so libb.so
// output: main: both = a, from_exe = exe
// output: a: both = a, only_b = b, from_exe = exe
// output: b: both = a, only_b = b, from_exe = exe

// The first definition in scope order (executable, liba, libb) wins, though liba's is weak and
// libb's strong, and for libb's own calls too. A fold that binds each library to itself, or prefers
// strong definitions, prints another letter.

#include <stdio.h>

const char* both(void);
const char* only_b(void);
const char* from_exe(void);
void print_a(void);
void print_b(void);

#if defined(PART_liba)
__attribute__((weak)) const char* both(void) { return "a"; }
const char* from_exe(void) { return "a"; }
void print_a(void) {
  printf("a: both = %s, only_b = %s, from_exe = %s\n", both(), only_b(), from_exe());
}
#elif defined(PART_libb)
const char* both(void) { return "b"; }
const char* only_b(void) { return "b"; }
const char* from_exe(void) { return "b"; }
void print_b(void) {
  printf("b: both = %s, only_b = %s, from_exe = %s\n", both(), only_b(), from_exe());
}
#else
const char* from_exe(void) { return "exe"; }
int main(void) {
  printf("main: both = %s, from_exe = %s\n", both(), from_exe());
  print_a();
  print_b();
}
#endif
