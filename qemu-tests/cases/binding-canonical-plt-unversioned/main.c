// build: stub/libf.so main.c -DSTUB
// build: main main.c -fno-pie -no-pie -Lstub -lf -ldl
// build: libf.so main.c -Wl,--version-script=libf.map
// build: calls.so main.c -lf
// build: points.so main.c -lf
// folded: libf.so
// run-with: calls.so points.so
// output: calls: 1 2
// output: pointers: 1 1
// output: through pointers: 1 1
// not-on: ppc64le: executables have such an address in their TOC, and no PLT entry for it
// without-on: mips mipsel strip objcopy patchelf: .dynamic follows the program headers and stays, so they do not fit there: no section headers

// A program that was linked before its library had versions, with a canonical PLT entry of the
// library's f: that one has no version and answers references to f's address in any
// (elf/dl-lookup.c, check_match). Calls pass it over, each to its own version's function.

#include <dlfcn.h>
#include <stdio.h>

typedef int function(void);
int f(void);

#if defined(PART_libf) && defined(STUB)
int f(void) { return 0; }
#elif defined(PART_libf)
__asm__(".symver f_1, f@V1\n.symver f_2, f@@V2");
int f_1(void);
int f_2(void);
int f_1(void) { return 1; }
int f_2(void) { return 2; }
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
