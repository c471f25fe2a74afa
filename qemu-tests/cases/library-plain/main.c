// build: libdeep.so main.c
// build: libx.so main.c -ldeep
// build: main main.c -rdynamic
// fold:
// fold-lib: libx.so
// folded: libdeep.so
// output: x 1, deep 2, host 3

// `onefold fold libx.so -o out` without a flag: libc stays the host's. The result is dlopened.

#include <dlfcn.h>
#include <stdio.h>

int deep(void);
int host(void);

#if defined(PART_libdeep)
int deep(void) { return 2; }
#elif defined(PART_libx)
void show(int x);
void show(int x) { printf("x %d, deep %d, host %d\n", x, deep(), host()); }
#else
int host(void) { return 3; }
int main(void) {
  void* library = dlopen("libx.so", RTLD_NOW);
  if (library == NULL) return puts(dlerror()), 1;
  ((void (*)(int))dlsym(library, "show"))(1);
  return dlclose(library);
}
#endif
