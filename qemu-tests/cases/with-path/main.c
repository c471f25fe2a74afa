// shell: mkdir sub && $CC -shared -fPIC -DPART_nosoname -o sub/nosoname.so main.c
// build: main main.c
// fold: --keep libc --with ./sub/nosoname.so
// folded: sub/nosoname.so
// output: alone
// not-on: emulated: what is opened by a path has to lie inside --root, where the case's folder is not

// A library without a soname that the program opens by a path: dlopen finds it in the fold by the
// path that was given.

#include <dlfcn.h>
#include <stdio.h>

#if defined(PART_nosoname)
const char* name(void) { return "alone"; }
#else
int main(void) {
  void* handle = dlopen("./sub/nosoname.so", RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) {
    printf("%s\n", dlerror());
    return 1;
  }
  printf("%s\n", ((const char* (*)(void))dlsym(handle, "name"))());
}
#endif
