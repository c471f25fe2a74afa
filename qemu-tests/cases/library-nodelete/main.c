// build: libdeep.so main.c -Wl,-z,nodelete
// build: plugin.so main.c -ldeep
// build: main main.c
// fold-lib: plugin.so
// folded: libdeep.so
// output: deep 7
// output: after dlclose: deep 8
// output: end
// output: deep destructed
// without-on: riscv64 strip objcopy patchelf lint: too few dead tables for the program headers, so no section headers

// A plugin that may be unloaded, folded with a library that may not (DF_1_NODELETE): what the host
// program still calls of that library must stay.

#include <dlfcn.h>
#include <stdio.h>

typedef int function(void);
int deep(void);
function* get(void);

#if defined(PART_libdeep)
static int count = 6;
int deep(void) { return ++count; }
__attribute__((destructor)) static void destruct(void) { puts("deep destructed"); }
#elif defined(PART_plugin)
function* get(void) { return deep; }
#else
int main(void) {
  void* plugin = dlopen("./plugin.so", RTLD_NOW);
  if (!plugin) {
    puts(dlerror());
    return 1;
  }
  function* own = ((function * (*)(void)) dlsym(plugin, "get"))();
  printf("deep %d\n", own());
  dlclose(plugin);
  printf("after dlclose: deep %d\n", own());
  puts("end");
}
#endif
