// build: liba.so main.c
// build: main main.c -la -no-pie -fno-pie
// folded: liba.so
// args: one two
// stderr: ^liba's constructor: main\nmain: main\nliba: other\n$
// output: one stream, one name
// without-on: mips mipsel strip objcopy patchelf: .dynamic follows the program headers and stays, so they do not fit there: no section headers

// Data of the C library (under musl that is the loader's, which is embedded as it is) that the
// program
// copies: the library's initialiser finds it filled, and all three see one object.

#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>

FILE* const* stream_of_liba(void);
char** name_of_liba(void);
void say(void);

#if defined(PART_liba)
FILE* const* stream_of_liba(void) { return &stderr; }
char** name_of_liba(void) { return &program_invocation_short_name; }
void say(void) { fprintf(stderr, "liba: %s\n", program_invocation_short_name); }
__attribute__((constructor)) static void construct(void) {
  fprintf(stderr, "liba's constructor: %s\n", program_invocation_short_name);
}
#else
int main(void) {
  fprintf(stderr, "main: %s\n", program_invocation_short_name);
  program_invocation_short_name = "other";
  say();
  printf("%s, %s\n", stream_of_liba() == &stderr ? "one stream" : "two streams",
         name_of_liba() == &program_invocation_short_name ? "one name" : "two names");
}
#endif
