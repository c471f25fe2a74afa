// build: liba.so main.c
// build: plugin.so main.c
// build: main main.c -la
// folded: liba.so
// run-with: plugin.so
// output: a opens the plugin
// output: construct plugin
// output: plugin sees a 1
// output: main
// output: destruct plugin

// A folded library's constructor opens a plugin that uses the library and throws nothing off: the
// loader is ready for it at that point.

#include <dlfcn.h>
#include <stdio.h>

int a(void);

#if defined(PART_liba)
int a(void) { return 1; }
static void* handle;
__attribute__((constructor)) static void construct(void) {
  puts("a opens the plugin");
  handle = dlopen("./plugin.so", RTLD_NOW);
  if (!handle) {
    puts(dlerror());
    return;
  }
  ((void (*)(void))dlsym(handle, "plugin"))();
}
__attribute__((destructor)) static void destruct(void) {
  if (handle) dlclose(handle);
}
#elif defined(PART_plugin)
void plugin(void);
void plugin(void) { printf("plugin sees a %d\n", a()); }
__attribute__((constructor)) static void construct(void) { puts("construct plugin"); }
__attribute__((destructor)) static void destruct(void) { puts("destruct plugin"); }
#else
int main(void) {
  a();
  puts("main");
}
#endif
