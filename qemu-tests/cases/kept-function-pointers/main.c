// build: liba.so main.c
// build: main main.c -fno-pie -no-pie -la
// folded: liba.so
// without-on: powerpc lint: elflint knows an alias of a copied object by its section without bytes; liba's objects there have some
// output: puts: 1 1
// output: strlen: 1 1, works 5
// output: stdout: 1
// output: environ: 1
// without-on: mips mipsel strip objcopy patchelf: .dynamic follows the program headers and stays, so they do not fit there: no section headers

// Pointers to the kept libc's functions and data in a folded library's data: a function whose
// canonical address is the non-PIE executable's PLT entry, an IFUNC, a copied object.

#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef int puts_function(const char*);
typedef size_t strlen_function(const char*);
extern puts_function* const puts_in_a;
extern strlen_function* const strlen_in_a;
extern FILE** const stdout_in_a;
extern char*** const environ_in_a;
puts_function* puts_by_call(void);
strlen_function* strlen_by_call(void);

#if defined(PART_liba)
puts_function* const puts_in_a = puts;
strlen_function* const strlen_in_a = strlen;
FILE** const stdout_in_a = &stdout;
char*** const environ_in_a = &environ;
puts_function* puts_by_call(void) { return puts; }
strlen_function* strlen_by_call(void) { return strlen; }
#else
int main(void) {
  puts_function* volatile mine = puts;
  strlen_function* volatile my_strlen = strlen;
  printf("puts: %d %d\n", mine == puts_in_a, mine == puts_by_call());
  printf("strlen: %d %d, works %d\n", my_strlen == strlen_in_a, my_strlen == strlen_by_call(),
         (int)strlen_in_a("words"));
  printf("stdout: %d\n", stdout_in_a == &stdout);
  printf("environ: %d\n", environ_in_a == &environ);
}
#endif
