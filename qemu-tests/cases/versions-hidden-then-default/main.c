// build: libb.so main.c -Wl,--version-script=v.map
// build: liba.so main.c -Wl,--version-script=v.map
// build: main main.c -la -lb -ldl
// folded: liba.so libb.so
// output: dlsym 2, dlvsym 1

// Two libraries define one name under one version, the first as a hidden one (i386's libc and
// libgcc_s do: __divdi3). dlvsym takes the first, dlsym goes on to the second. A fold that keeps
// one entry for a name and version loses one.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>

#if defined(PART_liba)
__asm__(".symver value_1, value@V");
int value_1(void);
int value_1(void) { return 1; }
int other_a(void) { return 0; }
#elif defined(PART_libb)
int value(void) { return 2; }
int other_b(void) { return 0; }
#else
int other_a(void);
int other_b(void);
static int call(void* function) { return function ? ((int (*)(void))function)() : -1; }
int main(void) {
  if (other_a() + other_b() != 0) return 1;
  printf("dlsym %d, dlvsym %d\n", call(dlsym(RTLD_DEFAULT, "value")),
         call(dlvsym(RTLD_DEFAULT, "value", "V")));
}
#endif
