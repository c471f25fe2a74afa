// build: libhelper.so main.c
// build: libnamed.so main.c -lhelper
// shell: mkdir sub && $CC -shared -fPIC -DPART_nosoname -o sub/nosoname.so main.c
// build: libplain.so main.c -lhelper
// build: main main.c
// fold: --keep libc --with libnamed.so --with ./sub/nosoname.so
// folded: libnamed.so libhelper.so sub/nosoname.so
// run-with: libplain.so
// output: libnamed.so: helped 3
// output: libhelper.so: helped 4
// output: ./sub/nosoname.so: alone
// output: libplain.so: helped 5

// A library that the program opens by name lies in the fold when --with asked for it, and what it
// needs too: dlopen finds it there, by soname or by the path that was given, and opens no file. A
// plugin that needs it as well shares it.

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#if defined(PART_libhelper)
const char* name(void) { return "helped"; }
int count(void) {
  static int calls = 2;
  return ++calls;
}
#elif defined(PART_libnamed)
const char* name(void);
#elif defined(PART_nosoname)
const char* other_name(void) { return "alone"; }
#elif defined(PART_libplain)
const char* name(void);
#else
static void open_and_ask(const char* file) {
  void* handle = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) {
    printf("%s\n", dlerror());
    return;
  }
  const char* symbol = strstr(file, "nosoname") != NULL ? "other_name" : "name";
  const char* (*name)(void) = (const char* (*)(void))dlsym(handle, symbol);
  printf("%s: %s", file, name());
  if (strcmp(symbol, "name") == 0) printf(" %d", ((int (*)(void))dlsym(handle, "count"))());
  printf("\n");
}

int main(void) {
  open_and_ask("libnamed.so");
  open_and_ask("libhelper.so");
  open_and_ask("./sub/nosoname.so");
  open_and_ask("libplain.so");
}
#endif
