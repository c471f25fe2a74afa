// build: libkept.so main.c
// build: liba.so main.c -lkept
// build: main main.c -la
// fold: --keep libc --keep libkept.so
// folded: liba.so
// kept: libkept.so
// output: 13 15

// Pointers into the middle of an object of a library that stays outside: the loader looks the
// object up and adds the addend.

#include <stdio.h>

extern int table[8];
int third(void);
int fifth(void);

#if defined(PART_libkept)
int table[8] = {10, 11, 12, 13, 14, 15, 16, 17};
#elif defined(PART_liba)
static int* volatile at_third = &table[3];
static int* volatile at_fifth = &table[5];
int third(void) { return *at_third; }
int fifth(void) { return *at_fifth; }
#else
int main(void) { printf("%d %d\n", third(), fifth()); }
#endif
