// build: liba.so main.c
// build: main main.c -la
// shell: edit-elf liba.so visibility shared 3
// folded: liba.so
// machines: x86-64: the other compilers make no copy of it, or only on request
// stderr: ^(warning: copy relocation against non-copyable protected symbol .*\n)?$
// output: the library sees its own

// The program has a copy of an object that its library protects (STV_PROTECTED), as old linkers
// made them: since glibc 2.36, whose ld.so warns, the library goes on using its own.

#include <stdio.h>

extern int shared;
int* shared_of_library(void);

#if defined(PART_liba)
int shared = 5;
int* shared_of_library(void) { return &shared; }
#else
int main(void) {
  shared = 6;
  printf("the library sees %s\n", *shared_of_library() == 6 ? "the copy" : "its own");
}
#endif
