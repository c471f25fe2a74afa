// build: libb.so main.c -Wl,--version-script=b.map
// build: stub/libx.so main.c -DSTUB -Wl,--version-script=b.map
// build: main main.c -Lstub -lx
// build: libx.so main.c -lb -Wl,--version-script=x.map
// fold-lib: libx.so
// folded: libb.so
// output: main 1, x 1

// A library defines a name without a version that another one, which it needs, defines in a
// version. A program asks for that version, and gets the first one's all the same: a definition
// without a version answers for each (elf/dl-lookup.c, check_match). In one table the order in the
// hash table's chain decides, whatever order the GOT asks of .dynsym (mips).

#include <stdio.h>

int value(void);
int x(void);

#if defined(PART_libb)
int value(void) { return 2; }
int x(void) { return 0; }
#elif defined(STUB)
int value(void) { return 0; }
int x(void) { return 0; }
#elif defined(PART_libx)
int value(void) { return 1 + fflush(stdout); }
static int (*volatile pointer)(void) = value;
int x(void) { return pointer(); }
#else
int main(void) { printf("main %d, x %d\n", value(), x()); }
#endif
