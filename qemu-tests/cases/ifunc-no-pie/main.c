// build: liba.so main.c
// build: main main.c -fno-pie -no-pie -la
// folded: liba.so
// output: main: library 1, exe 2
// output: a: library 1, exe 2
// output: addresses: library 1, exe 1
// output: through pointers: 1 2
// without-on: s390x aarch64 powerpc ppc64le riscv64 armhf lint: elfutils 0.188 knows no dynamic IRELATIVE of these machines
// not-on: aarch64 riscv64: the original itself, by this linker, has two addresses for its IFUNC
// not-on: armhf: the original itself ends with SIGILL
// not-on: powerpc: the original itself ends with SIGSEGV
// not-on: mips mipsel: the psABI has no IFUNC

// In a non-PIE executable an IFUNC's address is a PLT entry of the executable (its own IFUNC's and
// a library's): everybody's pointer to it must be that entry, and calls must still reach what it
// resolved to.

#include <stdio.h>

typedef int function(void);
int in_library(void);
int in_exe(void);
void print_a(void);
function* library_address_a(void);
function* exe_address_a(void);

#if defined(PART_liba)
static int one(void) { return 1; }
static function* resolve_one(void) { return one; }
int in_library(void) __attribute__((ifunc("resolve_one")));
void print_a(void) { printf("a: library %d, exe %d\n", in_library(), in_exe()); }
function* library_address_a(void) { return in_library; }
function* exe_address_a(void) { return in_exe; }
#else
static int two(void) { return 2; }
static function* resolve_two(void) { return two; }
int in_exe(void) __attribute__((ifunc("resolve_two")));
int main(void) {
  function* volatile library = in_library;
  function* volatile exe = in_exe;
  printf("main: library %d, exe %d\n", in_library(), in_exe());
  print_a();
  printf("addresses: library %d, exe %d\n", library == library_address_a(), exe == exe_address_a());
  printf("through pointers: %d %d\n", library(), exe());
}
#endif
