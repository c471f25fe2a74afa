// build: libkept.so main.c
// build: libafter.so main.c
// build: plugin.so main.c
// build: main main.c -lkept -lafter
// fold: --keep libc --keep libkept.so
// folded: libafter.so
// kept: libkept.so
// run-with: plugin.so
// output: main: kept
// output: kept: kept
// output: after: kept
// output: plugin: kept
// output: dlsym: kept

// Scope is main, libkept, libafter, and both libraries define `who`. Inside the fold libafter would
// come before libkept: its definition must not be exported, nor win for its own references.

#include <dlfcn.h>
#include <stdio.h>

const char* who(void);
const char* in_kept(void);
const char* in_after(void);
const char* in_plugin(void);

#if defined(PART_libkept)
const char* who(void) { return "kept"; }
const char* in_kept(void) { return who(); }
#elif defined(PART_libafter)
const char* who(void) { return "after"; }
const char* in_after(void) { return who(); }
#elif defined(PART_plugin)
const char* in_plugin(void) { return who(); }
#else
int main(void) {
  printf("main: %s\n", who());
  printf("kept: %s\n", in_kept());
  printf("after: %s\n", in_after());
  void* handle = dlopen("./plugin.so", RTLD_NOW);
  if (!handle) {
    puts(dlerror());
    return 1;
  }
  printf("plugin: %s\n", ((const char* (*)(void))dlsym(handle, "in_plugin"))());
  printf("dlsym: %s\n", ((const char* (*)(void))dlsym(RTLD_DEFAULT, "who"))());
}
#endif
