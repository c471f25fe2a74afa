// machines: x86-64: written in x86-64 assembler
// build: liba.so main.c
// build: old.o start.s
// build: main main.c old.o -nostartfiles -la
// folded: liba.so
// output: construct a
// output: csu_init: main's constructor
// output: main: a 1
// output: destruct a

// An executable from before glibc 2.34 passes its own __libc_csu_init to
// __libc_start_main@GLIBC_2.2.5, and libc then never reads DT_INIT_ARRAY: a fold that puts the
// libraries' constructors there loses them without a word.

#include <stdio.h>

int a(void);

#if defined(PART_liba)
static int state;
int a(void) { return state; }
__attribute__((constructor)) static void construct(void) {
  puts("construct a");
  state = 1;
}
__attribute__((destructor)) static void destruct(void) { puts("destruct a"); }
#else
typedef void function(int, char**, char**);
static void constructor(int argc, char** argv, char** envp) {
  if (argc && argv && envp) puts("csu_init: main's constructor");
}
static function* const own_array[1] = {constructor};
// As the startup files of that time had them.
void __libc_csu_init(int argc, char** argv, char** envp);
void __libc_csu_init(int argc, char** argv, char** envp) { own_array[0](argc, argv, envp); }
void __libc_csu_fini(void);
void __libc_csu_fini(void) { puts("csu_fini"); }
int main(void) { printf("main: a %d\n", a()); }
#endif
