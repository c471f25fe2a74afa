// build: old/libf.so main.c -DOLD -Wl,--version-script=old.map
// build: main main.c -fno-pie -no-pie -Lold -lf -ldl
// build: stub/libf.so main.c -DOLD
// build: calls.so main.c -Lstub -lf
// build: points.so main.c -Lstub -lf
// build: libf.so main.c -Wl,--version-script=libf.map
// folded: libf.so
// run-with: calls.so points.so
// output: calls: 2 3
// output: pointers: 1 1
// output: through pointers: 2 2
// not-on: ppc64le: executables have such an address in their TOC, and no PLT entry for it
// without-on: mips mipsel strip objcopy patchelf: .dynamic follows the program headers and stays, so they do not fit there: no section headers

// A program that was linked with an older release of its library, with a canonical PLT entry of
// f@V2, which is not the default version any more. Who asks for f's address in no version finds the
// entry, and who calls it the library's default version (elf/dl-lookup.c, check_match): one symbol
// cannot be both.

#include <dlfcn.h>
#include <stdio.h>

typedef int function(void);
int f(void);

#if defined(PART_libf) && defined(OLD)
int f(void) { return 0; }
#elif defined(PART_libf)
__asm__(".symver f_2, f@V2\n.symver f_3, f@@V3");
int f_2(void);
int f_3(void);
int f_2(void) { return 2; }
int f_3(void) { return 3; }
#elif defined(PART_calls)
int answer(void);
int answer(void) { return f(); }
#elif defined(PART_points)
function* answer(void);
function* answer(void) { return f; }
#else
static void* in_plugin(const char* path) {
  void* handle = dlopen(path, RTLD_NOW);
  if (!handle) puts(dlerror());
  return handle ? dlsym(handle, "answer") : NULL;
}

int main(void) {
  function* volatile mine = f;
  function* calls = (function*)in_plugin("./calls.so");
  function* (*points)(void) = (function * (*)(void)) in_plugin("./points.so");
  if (!calls || !points) return 1;
  printf("calls: %d %d\n", f(), calls());
  printf("pointers: %d %d\n", mine == points(), mine == (function*)dlsym(RTLD_DEFAULT, "f"));
  printf("through pointers: %d %d\n", mine(), points()());
}
#endif
