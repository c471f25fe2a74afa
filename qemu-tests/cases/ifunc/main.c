// build: liba.so main.c
// build: libb.so main.c -la
// build: main main.c -la -lb
// folded: liba.so libb.so
// output: main: picked 1, in_exe 2, local 3
// output: a: picked 1, local 4, table 1, hidden 5
// output: b: picked 1
// output: addresses: 1 1
// output: data of a resolver: 6
// without-on: s390x aarch64 powerpc ppc64le riscv64 armhf lint: elfutils 0.188 knows no dynamic IRELATIVE of these machines
// not-on: mips mipsel: the psABI has no IFUNC

// IFUNC definitions in a library (called from it, another and the executable, through a table and
// by address) and in the executable, and local ones (IRELATIVE). A fold that writes the resolver's
// address calls the resolver, which returns a pointer instead of the number; one whose IRELATIVE
// runs too early reads data not yet relocated.

#include <stdio.h>

typedef int function(void);
int picked(void);
int picked_by_data(void);
void print_a(void);
void print_b(void);
function* picked_address_a(void);
function* picked_address_b(void);

#if defined(PART_liba)
static int one(void) { return 1; }
static int four(void) { return 4; }
static int five(void) { return 5; }
static int six(void) { return 6; }
static function* resolve_one(void) { return one; }
static function* resolve_four(void) { return four; }
static function* resolve_five(void) { return five; }
int picked(void) __attribute__((ifunc("resolve_one")));
static int local(void) __attribute__((ifunc("resolve_four")));
__attribute__((visibility("hidden"))) int hidden(void) __attribute__((ifunc("resolve_five")));
function* six_pointer = six;
static function** volatile six_pointer_pointer = &six_pointer;
static function* resolve_six(void) { return *six_pointer_pointer; }
int picked_by_data(void) __attribute__((ifunc("resolve_six")));
static function* const table[1] = {picked};
void print_a(void) {
  printf("a: picked %d, local %d, table %d, hidden %d\n", picked(), local(), table[0](), hidden());
}
function* picked_address_a(void) { return picked; }
#elif defined(PART_libb)
void print_b(void) { printf("b: picked %d\n", picked()); }
function* picked_address_b(void) { return picked; }
#else
static int two(void) { return 2; }
static int three(void) { return 3; }
static function* resolve_two(void) { return two; }
static function* resolve_three(void) { return three; }
int in_exe(void);
int in_exe(void) __attribute__((ifunc("resolve_two")));
static int local(void) __attribute__((ifunc("resolve_three")));
int main(void) {
  function* volatile mine = picked;
  printf("main: picked %d, in_exe %d, local %d\n", picked(), in_exe(), local());
  print_a();
  print_b();
  printf("addresses: %d %d\n", mine == picked_address_a(), mine == picked_address_b());
  printf("data of a resolver: %d\n", picked_by_data());
}
#endif
