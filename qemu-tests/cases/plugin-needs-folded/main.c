// build: liba.so main.c -Wl,--version-script=a.map
// build: plugin.so main.c -la
// build: main main.c -la
// folded: liba.so
// run-with: plugin.so
// output: construct a
// output: plugin: count 2
// output: main: count 3
// output: dlopen of liba.so: count 4
// output: destruct a

// A plugin that has DT_NEEDED and DT_VERNEED of a folded library, and the program's own dlopen of
// it by name, get the fold: one count, one constructor, no file. (ld.so finds a loaded library by
// the names in its link map.)

#include <dlfcn.h>
#include <stdio.h>

int count(void);
int plugin(void);

#if defined(PART_liba)
static int counter;
int count(void) { return ++counter; }
__attribute__((constructor)) static void construct(void) { puts("construct a"); }
__attribute__((destructor)) static void destruct(void) { puts("destruct a"); }
#elif defined(PART_plugin)
int plugin(void) { return count(); }
#else
int main(void) {
  count();
  void* handle = dlopen("./plugin.so", RTLD_NOW);
  if (!handle) {
    puts(dlerror());
    return 1;
  }
  int in_plugin = ((int (*)(void))dlsym(handle, "plugin"))();
  printf("plugin: count %d\n", in_plugin);
  printf("main: count %d\n", count());
  handle = dlopen("liba.so", RTLD_NOW);
  if (!handle) {
    puts(dlerror());
    return 1;
  }
  printf("dlopen of liba.so: count %d\n", ((int (*)(void))dlsym(handle, "count"))());
}
#endif
