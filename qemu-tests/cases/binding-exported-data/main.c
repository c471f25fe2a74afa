// build: liba.so main.c
// build: libb.so main.c -la
// build: main main.c -fPIE -mno-direct-extern-access -la -lb
// folded: liba.so libb.so
// machines: x86-64: -mno-direct-extern-access is x86's alone; elsewhere the default code of binding-scope-order does the same
// output: main 1 2, b 1 2, with an addend 3
// output: after writes: main 11 12, b 11 12

// Data of a folded library used without copy relocations: GLOB_DAT in the executable and another
// library, and absolute relocations with addends into the middle of an object.

#include <stdio.h>

extern int array[4];
extern int number;
int b(int out[2]);
extern int* const middle;

#if defined(PART_liba)
int array[4] = {1, 2, 3, 4};
int number = 2;
#elif defined(PART_libb)
int* const middle = &array[2];
int b(int out[2]) {
  out[0] = array[0];
  out[1] = number;
  return *middle;
}
#else
int main(void) {
  int out[2];
  int third = b(out);
  printf("main %d %d, b %d %d, with an addend %d\n", array[0], number, out[0], out[1], third);
  array[0] = 11;
  number = 12;
  b(out);
  printf("after writes: main %d %d, b %d %d\n", array[0], number, out[0], out[1]);
}
#endif
