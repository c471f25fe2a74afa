// build: libkept.so main.c -Wl,--version-script=kept.map
// build: libplain.so main.c
// build: plugin.so main.c -lkept
// build: main main.c -lkept -lplain -ldl
// fold: --keep libc --keep libkept.so
// folded: libplain.so
// kept: libkept.so
// run-with: plugin.so
// output: kept: 2
// output: plugin: 2
// output: main: 1
// output: dlsym: 1

// A kept library's old version of a name: who asks for that finds it, who asks for none, and dlsym,
// go on to the library behind it, which has the name without a version (elf/dl-lookup.c,
// check_match). In the fold, first in scope, that is hidden, as GNU ld's value@ is.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>

int value(void);
int in_kept(void);
int in_plugin(void);

#if defined(PART_libkept)
__asm__(".symver old_value, value@V2");
int old_value(void);
int old_value(void) { return 2; }
int in_kept(void) { return old_value(); }
#elif defined(PART_libplain)
int value(void) { return 1; }
#elif defined(PART_plugin)
__asm__(".symver old_value, value@V2");
int old_value(void);
int in_plugin(void) { return old_value(); }
#else
int main(void) {
  printf("kept: %d\n", in_kept());
  void* handle = dlopen("./plugin.so", RTLD_NOW);
  if (!handle) {
    puts(dlerror());
    return 1;
  }
  printf("plugin: %d\n", ((int (*)(void))dlsym(handle, "in_plugin"))());
  printf("main: %d\n", value());
  printf("dlsym: %d\n", ((int (*)(void))dlsym(RTLD_DEFAULT, "value"))());
}
#endif
