// build: libfar.so main.c -Wl,--version-script=far.map
// build: libnear.so main.c -lfar
// build: main main.c -lnear -lfar
// fold: --only libnear.so
// folded: libnear.so
// kept: libfar.so
// output: near 1 of 1, far 1 of 1
// output: by version 1, by none 1

// A unique object (STB_GNU_UNIQUE) of a folded library that gives it no version, and of a kept one
// that does. The folded one's comes first, and is what a reference to the version finds too.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>

int *near(void), *far(void);

#define OBJECT(value)                                       \
  __asm__(                                                  \
      ".data\n.globl object\n.balign 4\n"                   \
      ".type object, %gnu_unique_object\n.size object, 4\n" \
      "object:\n.long " value "\n.text");                   \
  extern int object

#if defined(PART_libfar)
OBJECT("2");
int* far(void) { return &object; }
#elif defined(PART_libnear)
OBJECT("1");
int* near(void) { return &object; }
#else
int main(void) {
  int* versioned = dlvsym(RTLD_DEFAULT, "object", "FAR_1");
  int* any = dlsym(RTLD_DEFAULT, "object");
  printf("near %d of 1, far %d of 1\n", *near(), *far());
  printf("by version %d, by none %d\n", versioned ? *versioned : 0, any ? *any : 0);
}
#endif
