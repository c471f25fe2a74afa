// build: libone.so main.c -Wl,--version-script=one.map
// build: libtwo.so main.c -Wl,--version-script=two.map
// build: plugin.so main.c
// build: main main.c -lone -ltwo
// folded: libone.so libtwo.so
// run-with: plugin.so
// output: dlsym: same one, mixed one, second two
// output: dlvsym COMMON: same one, mixed none, second two
// output: dlvsym ONE: same none, mixed one, second none
// output: dlvsym TWO: same none, mixed two, second none
// output: plugin: same one, mixed one, second two
// output: version names: none none none

// Exports of two libraries in one .dynsym: the same name and version twice (the first in scope
// wins), a name with another version in each (both are found, dlsym takes the first's default), and
// no symbol for the version names themselves.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>

const char* same(void);
const char* mixed(void);
const char* second(void);
void plugin(void);

#if defined(PART_libone)
const char* same(void) { return "one"; }
const char* mixed(void) { return "one"; }
#elif defined(PART_libtwo)
const char* same(void) { return "two"; }
const char* mixed(void) { return "two"; }
const char* second(void) { return "two"; }
#elif defined(PART_plugin)
void plugin(void) { printf("plugin: same %s, mixed %s, second %s\n", same(), mixed(), second()); }
#else
static const char* call(void* function) {
  return function ? ((const char* (*)(void))function)() : "none";
}
static const char* versioned(const char* name, const char* version) {
  return call(dlvsym(RTLD_DEFAULT, name, version));
}
static void show(const char* version) {
  printf("dlvsym %s: same %s, mixed %s, second %s\n", version, versioned("same", version),
         versioned("mixed", version), versioned("second", version));
}
static const char* name(const char* version) {
  return dlsym(RTLD_DEFAULT, version) ? "found" : "none";
}
int main(void) {
  printf("dlsym: same %s, mixed %s, second %s\n", call(dlsym(RTLD_DEFAULT, "same")),
         call(dlsym(RTLD_DEFAULT, "mixed")), call(dlsym(RTLD_DEFAULT, "second")));
  show("COMMON");
  show("ONE");
  show("TWO");
  void* handle = dlopen("./plugin.so", RTLD_NOW);
  if (!handle) {
    puts(dlerror());
    return 1;
  }
  ((void (*)(void))dlsym(handle, "plugin"))();
  printf("version names: %s %s %s\n", name("ONE"), name("TWO"), name("COMMON"));
}
#endif
