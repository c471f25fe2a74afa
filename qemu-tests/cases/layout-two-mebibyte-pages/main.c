// build: liba.so main.c -Wl,-z,max-page-size=0x200000
// build: libb.so main.c -la
// build: main main.c -Wl,-z,max-page-size=0x200000 -la -lb
// folded: liba.so libb.so
// output: a: words, 1 0
// output: b: words
// output: exe: 2 0
// without-on: fixed-address patchelf: its new first segment has another alignment than an ET_EXEC's others

// PT_LOADs aligned to 2 MiB in a library and in the executable, beside an ordinary library.

#include <stdio.h>

const char* a(int out[2]);
const char* b(void);

#if defined(PART_liba)
static const char* volatile words = "words";
static int data = 1;
static int zero[5000];
const char* a(int out[2]) {
  out[0] = data++;
  out[1] = zero[4999]++;
  return words;
}
#elif defined(PART_libb)
const char* b(void) {
  int unused[2];
  return a(unused);
}
#else
static volatile int data = 2;
static volatile int zero[5000];
int main(void) {
  int out[2];
  const char* words = a(out);
  printf("a: %s, %d %d\n", words, out[0], out[1]);
  printf("b: %s\n", b());
  printf("exe: %d %d\n", data, zero[4999]);
}
#endif
