// build: liba.so main.c
// build: libb.so main.c -la
// build: main main.c -fno-pie -no-pie -Wl,-Ttext-segment=0x2000000 -la -lb
// folded: liba.so libb.so
// output: construct a
// output: construct main
// output: a 1, b 2, data 3, table 1 2 3, environment yes
// output: main at its own address 1
// output: destruct main
// output: destruct a
// without-on: mips mipsel strip objcopy patchelf: .dynamic follows the program headers and stays, so they do not fit there: no section headers

// ET_EXEC: the executable stays at its link-time addresses (they are in its code) and there may be
// little room before it; libraries get fixed addresses too, RELATIVE relocations have no bias to
// add.

#include <elf.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/auxv.h>

extern int data_a;
int a(void);
int b(void);
extern int (*const table_b[3])(void);

#if defined(PART_liba)
int data_a = 3;
int a(void) { return 1; }
__attribute__((constructor)) static void construct(void) { puts("construct a"); }
__attribute__((destructor)) static void destruct(void) { puts("destruct a"); }
#elif defined(PART_libb)
static int three(void) { return data_a; }
int b(void) { return a() + 1; }
int (*const table_b[3])(void) = {a, b, three};
#else
extern const char __executable_start[];
__attribute__((constructor)) static void construct(void) { puts("construct main"); }
__attribute__((destructor)) static void destruct(void) { puts("destruct main"); }
int main(void) {
  printf("a %d, b %d, data %d, table %d %d %d, environment %s\n", a(), b(), data_a, table_b[0](),
         table_b[1](), table_b[2](), getenv("NOTHING") ? "odd" : "yes");
  printf("main at its own address %d\n", __executable_start == (const char*)0x2000000);
}
#endif
