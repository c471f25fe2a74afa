// machines: x86-64: memcpy has two versions in x86-64's libc alone
// build: liba.so main.c
// build: main main.c -la
// folded: liba.so
// output: a has memcpy of GLIBC_2.2.5 1
// output: main has memcpy of GLIBC_2.14 1

// Two parts name the same function of a kept library with different versions: DT_VERNEED has both
// and each reference keeps its own.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

const void* in_a(void);

#if defined(PART_liba)
__asm__(".symver old_memcpy, memcpy@GLIBC_2.2.5");
void* old_memcpy(void*, const void*, size_t);
const void* in_a(void) { return (const void*)old_memcpy; }
#else
int main(void) {
  const void* volatile mine = (const void*)memcpy;
  printf("a has memcpy of GLIBC_2.2.5 %d\n",
         in_a() == dlvsym(RTLD_DEFAULT, "memcpy", "GLIBC_2.2.5"));
  printf("main has memcpy of GLIBC_2.14 %d\n",
         mine == dlvsym(RTLD_DEFAULT, "memcpy", "GLIBC_2.14"));
}
#endif
