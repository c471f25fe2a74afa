// build: liba.so main.c -Wl,--hash-style=sysv
// build: plugin.so main.c -Wl,--hash-style=sysv
// build: main main.c -la -rdynamic -Wl,--hash-style=sysv
// folded: liba.so
// run-with: plugin.so
// output: a 1
// output: plugin: a 1, exe 2
// output: dlsym: 1
// without-on: s390x strip objcopy patchelf lint: too few dead tables for the program headers, so no section headers

// DT_HASH and no DT_GNU_HASH anywhere: the only count of symbols is in the hash table.

#include <dlfcn.h>
#include <stdio.h>

int a(void);
int exe(void);
void plugin(void);

#if defined(PART_liba)
int a(void) { return 1; }
#elif defined(PART_plugin)
void plugin(void) { printf("plugin: a %d, exe %d\n", a(), exe()); }
#else
int exe(void) { return 2; }
int main(void) {
  printf("a %d\n", a());
  void* handle = dlopen("./plugin.so", RTLD_NOW);
  if (!handle) {
    puts(dlerror());
    return 1;
  }
  ((void (*)(void))dlsym(handle, "plugin"))();
  printf("dlsym: %d\n", ((int (*)(void))dlsym(RTLD_DEFAULT, "a"))());
}
#endif
