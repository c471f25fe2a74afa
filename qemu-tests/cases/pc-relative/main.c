// machines: x86-64: written in x86-64 assembler
// build: libb.so main.c
// build: liba.so main.c -lb
// build: main main.c -la
// folded: liba.so libb.so
// output: third: 13

// R_X86_64_PC32 with an addend in data: the distance from the place to the middle of another
// library's object.

#include <stdio.h>

int third(void);

#if defined(PART_libb)
int table[8] = {10, 11, 12, 13, 14, 15, 16, 17};
#elif defined(PART_liba)
extern const int distance;
__asm__(
    ".data\n"
    ".balign 4\n"
    ".hidden distance\n"
    ".globl distance\n"
    "distance: .long table - . + 12\n"
    ".previous\n");
int third(void) { return *(const int*)((const char*)&distance + distance); }
#else
int main(void) { printf("third: %d\n", third()); }
#endif
