// build: pre.so main.c
// build: liba.so main.c
// build: main main.c -la
// folded: liba.so
// run-with: pre.so
// run-env: LD_PRELOAD=./pre.so
// output: construct pre
// output: main: getppid 42
// output: a: getppid 42
// without-on: i386 traced: strace itself is of another class than the preloaded library
// not-on: total: calls into libc are bound in the fold, so LD_PRELOAD takes none of them over (README)

// LD_PRELOAD still interposes what the kept libc defines, for the program and for folded libraries.
// (Calls between folded parts are bound already: a known difference.)

#include <stdio.h>
#include <unistd.h>

int a(void);

#if defined(PART_pre)
pid_t getppid(void) { return 42; }
__attribute__((constructor)) static void construct(void) { puts("construct pre"); }
#elif defined(PART_liba)
int a(void) { return getppid(); }
#else
int main(void) {
  printf("main: getppid %d\n", getppid());
  printf("a: getppid %d\n", a());
}
#endif
