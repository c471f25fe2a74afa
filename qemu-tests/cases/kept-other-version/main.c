// build: libkept.so main.c -Wl,--version-script=kept.map
// build: libfolded.so main.c -Wl,--version-script=folded.map
// build: plugin.so main.c
// build: main main.c -Wl,--no-as-needed -lkept -lfolded -ldl
// fold: --keep libc --keep libkept.so
// folded: libfolded.so
// kept: libkept.so
// run-with: plugin.so
// output: dlsym: kept
// output: unversioned: kept
// output: dlvsym: folded

// Both libraries define f, each with a version of its own, and the kept one comes first: by name
// alone it answers. libbsd and libc stand so to each other (arc4random). A fold whose export is the
// default version of f takes the name away from the library that stays outside.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>

typedef const char* function(void);

#if defined(PART_libkept)
const char* f(void) { return "kept"; }
#elif defined(PART_libfolded)
const char* f(void) { return "folded"; }
#elif defined(PART_plugin)
const char* f(void);
const char* call(void) { return f(); }
#else
int main(void) {
  printf("dlsym: %s\n", ((function*)dlsym(RTLD_DEFAULT, "f"))());
  void* plugin = dlopen("./plugin.so", RTLD_NOW);
  if (plugin == NULL) return puts(dlerror()), 1;
  printf("unversioned: %s\n", ((function*)dlsym(plugin, "call"))());
  printf("dlvsym: %s\n", ((function*)dlvsym(RTLD_DEFAULT, "f", "FOLDED"))());
}
#endif
