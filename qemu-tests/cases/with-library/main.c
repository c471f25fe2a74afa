// build: libhelper.so main.c
// build: libnamed.so main.c -lhelper
// build: libplain.so main.c -lhelper
// build: main main.c
// fold: --keep libc --with libnamed.so
// folded: libnamed.so libhelper.so
// run-with: libplain.so
// output: libnamed.so: helped 3
// output: libhelper.so: helped 4
// output: libplain.so: helped 5

// A library that the program opens by name lies in the fold when --with asked for it, and what it
// needs too: dlopen finds it there and opens no file. A plugin that needs it as well shares it.

#include <dlfcn.h>
#include <stdio.h>

#if defined(PART_libhelper)
const char* name(void) { return "helped"; }
int count(void) {
  static int calls = 2;
  return ++calls;
}
#elif defined(PART_libnamed) || defined(PART_libplain)
const char* name(void);
#else
static void open_and_ask(const char* file) {
  void* handle = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) {
    printf("%s\n", dlerror());
    return;
  }
  const char* (*name)(void) = (const char* (*)(void))dlsym(handle, "name");
  int (*count)(void) = (int (*)(void))dlsym(handle, "count");
  printf("%s: %s %d\n", file, name(), count());
}

int main(void) {
  open_and_ask("libnamed.so");
  open_and_ask("libhelper.so");
  open_and_ask("libplain.so");
}
#endif
