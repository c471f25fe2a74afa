// build: stub/libv.so main.c -DSTUB
// build: liba.so main.c -Lstub -lv
// build: libv.so main.c -Wl,--version-script=v.map
// build: main main.c -la -lv -ldl
// folded: liba.so libv.so
// output: default reference: 2
// output: reference to V1: 1
// output: unversioned reference: 1
// output: dlsym: 2
// output: dlvsym V1: 1
// output: dlvsym V2: 2

// One library has value@V1 and value@@V2. A reference binds to the version it names; an unversioned
// one (liba was linked before libv had versions) to the oldest; dlsym to the default. A fold that
// looks at names alone, or renumbers versions without minding which is the oldest, gives 2 for 1 or
// 1 for 2.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>

int unversioned(void);
int value(void);

#if defined(PART_libv) && defined(STUB)
int value(void) { return 0; }
#elif defined(PART_libv)
__asm__(".symver value_1, value@V1\n.symver value_2, value@@V2");
int value_1(void) { return 1; }
int value_2(void) { return 2; }
#elif defined(PART_liba)
int unversioned(void) { return value(); }
#else
__asm__(".symver old_value, value@V1");
int old_value(void);

int main(void) {
  printf("default reference: %d\n", value());
  printf("reference to V1: %d\n", old_value());
  printf("unversioned reference: %d\n", unversioned());
  int (*found)(void) = (int (*)(void))dlsym(RTLD_DEFAULT, "value");
  printf("dlsym: %d\n", found ? found() : -1);
  found = (int (*)(void))dlvsym(RTLD_DEFAULT, "value", "V1");
  printf("dlvsym V1: %d\n", found ? found() : -1);
  found = (int (*)(void))dlvsym(RTLD_DEFAULT, "value", "V2");
  printf("dlvsym V2: %d\n", found ? found() : -1);
}
#endif
