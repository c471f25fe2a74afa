// build: liba.so main.c
// build: main main.c -la
// folded: liba.so
// expect-signal: ABRT
// stderr: main: main.c:[0-9]+: a: Assertion `number == 1' failed
// output: before

// The program dies of an assertion in a folded library: the same signal, and what was printed
// stays.

#include <assert.h>
#include <stdio.h>

void a(int number);

#if defined(PART_liba)
void a(int number) { assert(number == 1); }
#else
int main(void) {
  puts("before");
  fflush(stdout);
  a(2);
}
#endif
