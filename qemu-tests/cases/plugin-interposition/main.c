// build: liba.so main.c
// build: plugin.so main.c
// build: main main.c -la -ldl
// folded: liba.so
// run-with: plugin.so
// output: plugin: shared = a, mine = plugin
// output: through its own handle: plugin

// A plugin defines a name that a folded library exports: the plugin's own reference goes to the
// folded one, earlier in scope. That needs the export, for libraries that the executable never
// named too.

#include <dlfcn.h>
#include <stdio.h>

const char* shared(void);
const char* mine(void);
void plugin(void);
int a(void);

#if defined(PART_liba)
int a(void) { return 0; }
const char* shared(void) { return "a"; }
#elif defined(PART_plugin)
const char* shared(void) { return "plugin"; }
const char* mine(void) { return "plugin"; }
void plugin(void) { printf("plugin: shared = %s, mine = %s\n", shared(), mine()); }
#else
int main(void) {
  void* handle = dlopen("./plugin.so", RTLD_NOW);
  if (!handle) {
    puts(dlerror());
    return 1;
  }
  ((void (*)(void))dlsym(handle, "plugin"))();
  printf("through its own handle: %s\n", ((const char* (*)(void))dlsym(handle, "shared"))());
  return a();
}
#endif
