// build: libolder.so main.c -Wl,--version-script=older.map
// build: libcopy.so main.c
// build: libnewer.so main.c -Wl,--version-script=newer.map
// build: plugin.so main.c -lolder
// build: main main.c -lnewer -lcopy -lolder -ldl
// folded: libnewer.so libcopy.so libolder.so
// run-with: plugin.so
// output: plugin: 2
// output: dlsym: 1

// Two versions of one library, and between them in the scope a third that defines the same name
// without a version: it answers a plugin's reference to the older version (elf/dl-lookup.c,
// check_match), while dlsym takes the newer one's, which is first.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>

int value(void);
int in_newer(void);
int in_copy(void);
int in_older(void);
int in_plugin(void);

#if defined(PART_libnewer)
int value(void) { return 1; }
int in_newer(void) { return 0; }
#elif defined(PART_libcopy)
int value(void) { return 2; }
int in_copy(void) { return 0; }
#elif defined(PART_libolder)
int value(void) { return 3; }
int in_older(void) { return 0; }
#elif defined(PART_plugin)
int in_plugin(void) { return value(); }
#else
int main(void) {
  if (in_newer() + in_copy() + in_older() != 0) return 1;
  void* handle = dlopen("./plugin.so", RTLD_NOW);
  if (!handle) {
    puts(dlerror());
    return 1;
  }
  printf("plugin: %d\n", ((int (*)(void))dlsym(handle, "in_plugin"))());
  printf("dlsym: %d\n", ((int (*)(void))dlsym(RTLD_DEFAULT, "value"))());
}
#endif
