// build: liba.so main.c -Wl,-fini,print_a
// build: libb.so main.c -Wl,-z,now
// build: libc2.so main.c
// shell: edit-elf liba.so dynamic DT_FINI DT_SYMBOLIC 0
// shell: edit-elf libb.so dynamic DT_FLAGS DT_FLAGS 0xa
// build: main main.c -la -lb -lc2
// folded: liba.so libb.so libc2.so
// output: exe: exe
// output: a: a
// output: b: b
// output: c: exe

// liba has DT_SYMBOLIC and libb DF_SYMBOLIC: their own definition of `who` comes before the
// executable's, for their own references only. (The tags are written afterwards, since a linker
// that knows of them binds by itself and leaves nothing to the loader. liba's takes the place of a
// DT_FINI, which it would not have on riscv64 by itself.) A fold that ignores them
// prints exe for a and b.

#include <stdio.h>

const char* who(void);
void print_a(void);
void print_b(void);
void print_c(void);

#if defined(PART_liba)
const char* who(void) { return "a"; }
void print_a(void) { printf("a: %s\n", who()); }
#elif defined(PART_libb)
const char* who(void) { return "b"; }
void print_b(void) { printf("b: %s\n", who()); }
#elif defined(PART_libc2)
const char* who(void) { return "c"; }
void print_c(void) { printf("c: %s\n", who()); }
#else
const char* who(void) { return "exe"; }
int main(void) {
  printf("exe: %s\n", who());
  print_a();
  print_b();
  print_c();
}
#endif
