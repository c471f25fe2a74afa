// build: liba.so main.c -Wl,-z,nodelete
// build: plugin.so main.c -Wl,-z,nodelete
// build: main main.c -la -ldl
// folded: liba.so
// run-with: plugin.so
// output: a 1
// output: after dlclose: plugin 2
// output: end
// output: a destructed
// output: plugin destructed

// DF_1_NODELETE in a folded library, and a plugin of that kind that is closed and used afterwards.

#include <dlfcn.h>
#include <stdio.h>

int a(void);

#if defined(PART_liba)
int a(void) { return 1; }
__attribute__((destructor)) static void destruct(void) { puts("a destructed"); }
#elif defined(PART_plugin)
int plugin(void);
int plugin(void) { return 2; }
__attribute__((destructor)) static void destruct(void) { puts("plugin destructed"); }
#else
int main(void) {
  printf("a %d\n", a());
  void* handle = dlopen("./plugin.so", RTLD_NOW);
  int (*plugin)(void) = (int (*)(void))dlsym(handle, "plugin");
  dlclose(handle);
  printf("after dlclose: plugin %d\n", plugin());
  puts("end");
}
#endif
