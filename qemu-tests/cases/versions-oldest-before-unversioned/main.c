// build: libold.so main.c -Wl,--version-script=old.map
// build: libplain.so main.c
// build: plugin.so main.c -lplain
// build: main main.c -lold -lplain -ldl
// folded: libold.so libplain.so
// run-with: plugin.so
// output: main: 1
// output: plugin: 1
// output: dlsym 2, dlvsym V1 1

// A library that keeps value@V1 for old programs, before one that has a value without a version:
// who asks for no version takes the older one (version index 2; elf/dl-lookup.c, check_match),
// dlsym the other. In one table the entry for the former has to come before the latter.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>

int value(void);
int in_old(void);
int in_plugin(void);

#if defined(PART_libold)
__asm__(".symver value_1, value@V1");
int value_1(void);
int value_1(void) { return 1; }
int in_old(void) { return value_1(); }
#elif defined(PART_libplain)
int value(void) { return 2; }
#elif defined(PART_plugin)
int in_plugin(void) { return value(); }
#else
static int call(void* function) { return function ? ((int (*)(void))function)() : -1; }
int main(void) {
  if (in_old() != 1) return 1;
  printf("main: %d\n", value());
  void* handle = dlopen("./plugin.so", RTLD_NOW);
  if (!handle) {
    puts(dlerror());
    return 1;
  }
  printf("plugin: %d\n", call(dlsym(handle, "in_plugin")));
  printf("dlsym %d, dlvsym V1 %d\n", call(dlsym(RTLD_DEFAULT, "value")),
         call(dlvsym(RTLD_DEFAULT, "value", "V1")));
}
#endif
