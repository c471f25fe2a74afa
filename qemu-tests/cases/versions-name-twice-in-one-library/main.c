// build: users.o main.c -fPIC
// build: libv.so main.c users.o -Wl,--version-script=v.map
// build: main main.c -lv
// folded: libv.so
// output: through V1: 1
// output: through V2: 2
// output: table: 1 2

// libv's own relocations name value@V1 and value@@V2, two symbols of one name in its .dynsym. A
// fold keyed by name binds both to one of them (as happened with liblzma).

#include <stdio.h>

int through_1(void);
int through_2(void);
extern int (*const table[2])(void);

#if defined(PART_users)
__asm__(".symver reference_1, value@V1\n.symver reference_2, value@V2");
int reference_1(void);
int reference_2(void);
int through_1(void) { return reference_1(); }
int through_2(void) { return reference_2(); }
int (*const table[2])(void) = {reference_1, reference_2};
#elif defined(PART_libv)
__asm__(".symver value_1, value@V1\n.symver value_2, value@@V2");
int value_1(void);
int value_2(void);
int value_1(void) { return 1; }
int value_2(void) { return 2; }
#else
int main(void) {
  printf("through V1: %d\n", through_1());
  printf("through V2: %d\n", through_2());
  printf("table: %d %d\n", table[0](), table[1]());
}
#endif
