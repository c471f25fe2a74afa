// build: liba.so main.c
// build: main main.c -la
// folded: liba.so
// output: exe: function absent, data absent
// output: a: function absent, data absent, present 5

// An undefined weak symbol is 0 (not the load bias, not a fatal error), a weak reference to what is
// defined is that. A fold that writes RELATIVE 0 makes it non-null and the call jumps to the ELF
// header.

#include <stdio.h>

__attribute__((weak)) void absent_function(void);
extern __attribute__((weak)) int absent_data;
__attribute__((weak)) int present(void);
void print_a(void);

#define STATE(name) (&name ? "present" : "absent")

#if defined(PART_liba)
__attribute__((weak)) int present(void);
void (*volatile pointer)(void) = absent_function;
void print_a(void) {
  printf("a: function %s, data %s, present %d\n", pointer ? "present" : STATE(absent_function),
         STATE(absent_data), present ? present() : -1);
}
#else
int present(void) { return 5; }
int main(void) {
  printf("exe: function %s, data %s\n", STATE(absent_function), STATE(absent_data));
  print_a();
}
#endif
