// build: liba.so main.c
// build: libb.so main.c
// build: main main.c -la -lb
// folded: liba.so libb.so
// output: a: 11 12
// output: b: 21 22

// Two libraries whose TLS images hold relocated pointers: each image is a block of its own in the
// fold's, and a pointer belongs into its own library's block.

#include <stdio.h>

void print_a(void);
void print_b(void);

#if defined(PART_liba)
static int numbers[] = {11, 12};
static __thread int* volatile first = &numbers[0];
static __thread int* volatile second = &numbers[1];
void print_a(void) { printf("a: %d %d\n", *first, *second); }
#elif defined(PART_libb)
static int numbers[] = {21, 22};
static __thread int* volatile first = &numbers[0];
static __thread int* volatile second = &numbers[1];
void print_b(void) { printf("b: %d %d\n", *first, *second); }
#else
int main(void) {
  print_a();
  print_b();
}
#endif
