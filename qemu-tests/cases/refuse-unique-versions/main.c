// build: libfar.so main.c -Wl,--version-script=far.map
// build: libnear.so main.c -lfar -Wl,--version-script=near.map
// build: main main.c -lnear -lfar
// fold: --only libnear.so
// not-on: total: there both are folded (cxx-unique-versions)
// refuse: lib(near|far)\.so: STB_GNU_UNIQUE: .*fold all that have it.*found object here, and in .*lib(near|far)\.so

// A unique object of a folded and of a kept library, each under its own version. ld.so takes one
// for all references; the kept library's would find its own, since it is relocated before the fold.

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
int main(void) { return near() != far(); }
#endif
