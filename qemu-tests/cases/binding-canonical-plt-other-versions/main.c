// build: libv.so main.c -Wl,--version-script=v.map
// build: libw.so main.c -DWITHOUT
// build: main main.c -fno-pie -no-pie -lw -lv -ldl
// build: plugin.so main.c -lv
// build: libw.so main.c
// folded: libw.so libv.so
// run-with: plugin.so
// output: main: w, plugin: w
// output: pointers: 1 0
// output: through pointers: w w
// not-on: ppc64le: executables have such an address in their TOC, and no PLT entry for it
// without-on: mips mipsel strip objcopy patchelf: .dynamic follows the program headers and stays, so they do not fit there: no section headers

// main's canonical PLT entry asks for value@V1 of libv; libw, first in scope, defines value without
// a version, and that is what is called. The entry answers lookups of the address in V1 and in no
// other version (elf/dl-lookup.c, check_match): plugin's, of V2, is libw's function itself.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>

typedef const char* function(void);
const char* value(void);

#if defined(PART_libv)
__asm__(".symver value_1, value@@V1\n.symver value_2, value@V2");
const char* value_1(void);
const char* value_2(void);
const char* value_1(void) { return "v1"; }
const char* value_2(void) { return "v2"; }
#elif defined(PART_libw) && defined(WITHOUT)
int other;
#elif defined(PART_libw)
const char* value(void) { return "w"; }
#elif defined(PART_plugin)
__asm__(".symver value, value@V2");
function* answer(void);
function* answer(void) { return value; }
#else
int main(void) {
  function* volatile mine = value;
  void* handle = dlopen("./plugin.so", RTLD_NOW);
  if (!handle) {
    puts(dlerror());
    return 1;
  }
  function* plugins = ((function * (*)(void)) dlsym(handle, "answer"))();
  printf("main: %s, plugin: %s\n", value(), plugins());
  function* versions = (function*)dlvsym(RTLD_DEFAULT, "value", "V1");
  printf("pointers: %d %d\n", mine == versions, mine == plugins);
  if (versions) printf("through pointers: %s %s\n", mine(), versions());
}
#endif
