// build: stub/libv.so main.c -DSTUB
// build: plugin.so main.c -Lstub -lv
// shell: patchelf --remove-needed libv.so plugin.so
// build: libv.so main.c -Wl,--version-script=v.map
// build: main main.c -lv -ldl
// folded: libv.so
// run-with: plugin.so
// output: main: 2
// output: plugin: 1
// output: dlsym 2, dlvsym ONE 1, dlvsym TWO 2

// A plugin with an unversioned relocation takes a name's oldest definition from the library
// (version index 2), dlsym its default. Versions renumbered in the fold must still give both.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>

int value(void);

#if defined(PART_libv) && defined(STUB)
int value(void) { return 0; }
#elif defined(PART_libv)
__asm__(".symver value_1, value@ONE\n.symver value_2, value@@TWO");
int value_1(void);
int value_2(void);
int value_1(void) { return 1; }
int value_2(void) { return 2; }
#elif defined(PART_plugin)
int plugin(void);
int plugin(void) { return value(); }
#else
static int call(void* function) { return function ? ((int (*)(void))function)() : -1; }
int main(void) {
  printf("main: %d\n", value());
  void* handle = dlopen("./plugin.so", RTLD_NOW);
  if (!handle) {
    puts(dlerror());
    return 1;
  }
  printf("plugin: %d\n", call(dlsym(handle, "plugin")));
  printf("dlsym %d, dlvsym ONE %d, dlvsym TWO %d\n", call(dlsym(RTLD_DEFAULT, "value")),
         call(dlvsym(RTLD_DEFAULT, "value", "ONE")), call(dlvsym(RTLD_DEFAULT, "value", "TWO")));
}
#endif
