// build: libbase.so main.c -Wl,--version-script=base.map
// build: libkept.so main.c -Wl,--version-script=kept.map
// build: plugin.so main.c -lkept
// build: main main.c -lbase -lkept -ldl
// fold: --keep libc --keep libkept.so
// folded: libbase.so
// kept: libkept.so
// run-with: plugin.so
// output: kept: 2
// output: plugin: 2
// output: dlsym: 1

// GNU ld's value@ is "bound to the unspecified base version": it has no version, and is hidden, so
// that dlsym finds it and a reference to value@V passes it over. Without its hidden bit the fold's,
// first in scope, would answer what the kept library's answered.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>

int value(void);
int in_base(void);
int in_kept(void);
int in_plugin(void);

#if defined(PART_libbase)
__asm__(".symver base_value, value@");
int base_value(void);
int base_value(void) { return 1; }
int in_base(void) { return base_value(); }
#elif defined(PART_libkept)
int value(void) { return 2; }
int in_kept(void) { return value(); }
#elif defined(PART_plugin)
int in_plugin(void) { return value(); }
#else
int main(void) {
  if (in_base() != 1) return 1;
  printf("kept: %d\n", in_kept());
  void* handle = dlopen("./plugin.so", RTLD_NOW);
  if (!handle) {
    puts(dlerror());
    return 1;
  }
  printf("plugin: %d\n", ((int (*)(void))dlsym(handle, "in_plugin"))());
  printf("dlsym: %d\n", ((int (*)(void))dlsym(RTLD_DEFAULT, "value"))());
}
#endif
