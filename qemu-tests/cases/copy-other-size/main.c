// build: liba.so main.c -DSIZE=3
// build: main main.c -fno-pie -no-pie -la
// build: liba.so main.c -DSIZE=2
// folded: liba.so
// stderr: ^(.*different size in shared object, consider re-linking\n)*$
// output: 1 2 0, a sees 1 2
// not-on: ppc64le: executables have the address of such an object in their TOC, and no copy of it
// without-on: mips mipsel strip objcopy patchelf: .dynamic follows the program headers and stays, so they do not fit there: no section headers

// The library's object has shrunk since the executable was linked: the smaller size is copied
// (ld.so warns), and no byte of what follows it in the library.

#include <stdio.h>

extern int array[];
int second(void);

#if defined(PART_liba)
#define TEXT2(x) #x
#define TEXT(x) TEXT2(x)
// In assembler, for what stands right behind the object.
__asm__(
    ".data\n"
    ".balign 16\n"
    ".globl array\n"
    ".type array, %object\n"
    ".size array, " TEXT(SIZE) " * 4\n"
    "array: .long 1, 2, 9, 9, 9, 9\n"
    ".text\n");
int second(void) { return array[0] * 10 + array[1]; }
#else
int main(void) {
  int both = second();
  printf("%d %d %d, a sees %d %d\n", array[0], array[1], array[2], both / 10, both % 10);
}
#endif
