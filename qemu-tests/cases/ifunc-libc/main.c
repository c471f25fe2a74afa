// build: liba.so main.c
// build: plugin.so main.c
// build: main main.c -la -rdynamic
// folded: liba.so
// run-with: plugin.so
// output: memcpy: library 1, plugin 1, table 1, dlsym 1, next 1, handle 1
// output: strlen: library 1, plugin 1, table 1, dlsym 1, next 1, handle 1
// output: memchr: library 1, plugin 1, table 1, dlsym 1, next 1, handle 1
// output: copied: 12345678901234567890

// Functions of the C library that choose an implementation by the processor (IFUNC, on most
// machines) have one address, whoever asks for it: the program, a folded library and its data, a
// plugin that is opened later, dlsym.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#define COUNT 3
typedef void function(void);
typedef struct {
  function* addresses[COUNT];
} addresses;
addresses of_library(void);
extern function* const table[COUNT];

#define ADDRESSES {(function*)memcpy, (function*)strlen, (function*)memchr}

#if defined(PART_liba)
function* const table[COUNT] = ADDRESSES;
addresses of_library(void) {
  const addresses all = {ADDRESSES};
  return all;
}
#elif defined(PART_plugin)
addresses of_plugin(void);
addresses of_plugin(void) {
  const addresses all = {ADDRESSES};
  return all;
}
#else
int main(void) {
  static const char* const names[COUNT] = {"memcpy", "strlen", "memchr"};
  const addresses mine = {ADDRESSES};
  void* const plugin = dlopen("./plugin.so", RTLD_NOW);
  void* const libc = dlopen("libc.so.6", RTLD_NOW);
  if (plugin == NULL || libc == NULL) {
    printf("%s\n", dlerror());
    return 1;
  }
  addresses (*of_plugin)(void) = (addresses(*)(void))dlsym(plugin, "of_plugin");
  for (int i = 0; i < COUNT; ++i) {
    function* const address = mine.addresses[i];
    printf("%s: library %d, plugin %d, table %d, dlsym %d, next %d, handle %d\n", names[i],
           address == of_library().addresses[i], address == of_plugin().addresses[i],
           address == table[i], address == (function*)dlsym(RTLD_DEFAULT, names[i]),
           address == (function*)dlsym(RTLD_NEXT, names[i]),
           address == (function*)dlsym(libc, names[i]));
  }
  char from[64] = "12345678901234567890", to[64];
  void* (*volatile copy)(void*, const void*, size_t) = memcpy;
  copy(to, from, sizeof(to));
  printf("copied: %s\n", to);
}
#endif
