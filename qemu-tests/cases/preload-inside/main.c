// build: pre.so main.c -lm
// build: liba.so main.c
// build: main main.c -la
// folded: liba.so
// run-with: pre.so
// check: env -u LD_PRELOAD ./main
// check: LD_PRELOAD=./pre.so ./main | grep construct
// check: LD_PRELOAD=./missing.so ./main 2>&1 | grep -c 'cannot be preloaded'
// output: main: getppid is 42: no
// output: a: getppid is 42: no
// machines: total: with the host's libc it is taken over (preload)
// not-on: emulated: a shell runs it, and exec of a foreign program needs binfmt_misc, which tests leave alone

// A preloaded library is loaded into a total fold too and its constructors run; but what the fold
// defines, libc included, is bound inside, and stays first for what is loaded later.

#include <math.h>
#include <stdio.h>
#include <unistd.h>

int a(void);

#if defined(PART_pre)
pid_t getppid(void) { return 42; }
__attribute__((constructor)) static void construct(void) {
  volatile double two = 2;
  dprintf(1, "construct %s %.3f\n", "pre", pow(two, 0.5));
}
#elif defined(PART_liba)
int a(void) { return getppid(); }
#else
int main(void) {
  printf("main: getppid is 42: %s\n", getppid() == 42 ? "yes" : "no");
  printf("a: getppid is 42: %s\n", a() == 42 ? "yes" : "no");
}
#endif
