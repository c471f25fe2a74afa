// build: liba.so main.c
// build: libb.so main.c -la
// build: main main.c -la -lb
// folded: liba.so libb.so
// output: a aligned 1, b aligned 1, exe aligned 1

// Data aligned to a page and to 64 bytes in every part keeps its alignment when libraries move.

#include <stdint.h>
#include <stdio.h>

int a(void);
int b(void);

#define ALIGNED(n) ((uintptr_t)page % 4096 == 0 && (uintptr_t)line % 64 == 0 && page[n] == n)
static char page[5000] __attribute__((aligned(4096))) = {0, 1, 2, 3, 4};
static char line[70] __attribute__((aligned(64)));

#if defined(PART_liba)
int a(void) { return ALIGNED(1) && line[69] == 0; }
#elif defined(PART_libb)
int b(void) { return ALIGNED(2) && line[69] == 0; }
#else
int main(void) {
  printf("a aligned %d, b aligned %d, exe aligned %d\n", a(), b(), ALIGNED(3) && line[69] == 0);
}
#endif
