// build: libkept.so main.c
// build: libb.so main.c
// build: liba.so main.c -lkept
// build: main main.c -lb -la -lkept
// fold: --keep libc --keep libkept.so
// folded: liba.so libb.so
// kept: libkept.so
// output: main: early b, late kept, only kept
// output: kept itself: early b, late kept, hook a's
// output: plugin: late kept
// run-with: plugin.so
// build: plugin.so main.c

// A kept library between folded ones in scope (main, libb, liba, libkept): its own calls are
// interposed by what stood before it (`early`) and by nothing that did not; its callback `hook`,
// which only liba defines, is found in the fold; a plugin gets for each name what came first.

#include <dlfcn.h>
#include <stdio.h>

const char* early(void);
const char* late(void);
const char* only_kept(void);
const char* hook(void);
void print_kept(void);
void print_a(void);
void plugin(void);

#if defined(PART_libkept)
const char* early(void) { return "kept"; }
const char* late(void) { return "kept"; }
const char* only_kept(void) { return "kept"; }
void print_kept(void) {
  printf("kept itself: early %s, late %s, hook %s\n", early(), late(), hook());
}
#elif defined(PART_libb)
const char* early(void) { return "b"; }
#elif defined(PART_liba)
const char* hook(void) { return "a's"; }
#elif defined(PART_plugin)
void plugin(void) { printf("plugin: late %s\n", late()); }
#else
int main(void) {
  printf("main: early %s, late %s, only %s\n", early(), late(), only_kept());
  print_kept();
  void* handle = dlopen("./plugin.so", RTLD_NOW);
  if (!handle) {
    puts(dlerror());
    return 1;
  }
  ((void (*)(void))dlsym(handle, "plugin"))();
}
#endif
