// build: liba.so main.c -Wl,--defsym=number=0x1234
// build: main main.c -la
// folded: liba.so
// output: in its library 0x1234, with an addend 0x1238, by dlsym 0x1234

// An absolute symbol of a library: glibc's loader leaves the load bias out (2.28 and later), musl's
// adds it, so that it is an address of the library there. (GNU ld makes one of the program's of
// what the program refers to.)

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>

unsigned without_bias(const char* value);
unsigned in_library(void);
unsigned beyond(void);

#if defined(PART_liba)
extern char number[];
extern const char __ehdr_start[] __attribute__((visibility("hidden")));
static char* const behind = number + 4;

unsigned without_bias(const char* value) {
  uintptr_t bias = 0;
#if !defined(__GLIBC__)
  bias = (uintptr_t)__ehdr_start;
#endif
  return (unsigned)((uintptr_t)value - bias);
}
unsigned in_library(void) { return without_bias(number); }
unsigned beyond(void) { return without_bias(*(char* const volatile*)&behind); }
#else
int main(void) {
  printf("in its library %#x, with an addend %#x, by dlsym %#x\n", in_library(), beyond(),
         without_bias(dlsym(RTLD_DEFAULT, "number")));
}
#endif
