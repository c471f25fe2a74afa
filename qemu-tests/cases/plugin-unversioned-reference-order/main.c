// build: stub/liba.so main.c -DSTUB
// build: plugin.so main.c -Lstub -la
// shell: patchelf --remove-needed liba.so plugin.so
// build: libb.so main.c -Wl,--version-script=b.map
// build: liba.so main.c -Wl,--version-script=a.map
// build: main main.c -la -lb -ldl
// folded: liba.so libb.so
// run-with: plugin.so
// output: main: 1
// output: plugin: 1
// output: dlsym 1, dlvsym NEW 1, dlvsym B 2

// Two libraries define a name: the first one under its second version, the other one under its
// first (version index 2). A plugin's unversioned reference ends at the first library all the same,
// whose only default definition it is. In one table the index would decide.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>

int value(void);

#if defined(STUB) && defined(PART_liba)
int value(void) { return 0; }
#elif defined(PART_liba)
int other_a(void) { return 0; }
int value(void) { return 1; }
#elif defined(PART_libb)
int value(void) { return 2; }
int other_b(void) { return 0; }
#elif defined(PART_plugin)
int plugin(void);
int plugin(void) { return value(); }
#else
int other_a(void);
int other_b(void);
static int call(void* function) { return function ? ((int (*)(void))function)() : -1; }
int main(void) {
  printf("main: %d\n", value() + other_a() + other_b());
  void* handle = dlopen("./plugin.so", RTLD_NOW);
  if (!handle) {
    puts(dlerror());
    return 1;
  }
  printf("plugin: %d\n", call(dlsym(handle, "plugin")));
  printf("dlsym %d, dlvsym NEW %d, dlvsym B %d\n", call(dlsym(RTLD_DEFAULT, "value")),
         call(dlvsym(RTLD_DEFAULT, "value", "NEW")), call(dlvsym(RTLD_DEFAULT, "value", "B")));
}
#endif
