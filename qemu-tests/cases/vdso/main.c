// build: liba.so main.c
// build: main main.c -la
// folded: liba.so
// no-syscall: clock_gettime gettimeofday
// output: main: runs 1
// output: a: runs 1
// not-on: emulated: QEMU user mode hands no vDSO to these programs

// clock_gettime stays in the vDSO, called from the executable and from a folded library. A fold
// that hides the vDSO from libc, or is placed over it, makes a system call of each.

#define _GNU_SOURCE
#include <stdio.h>
#include <sys/auxv.h>
#include <time.h>

int a(void);

static int __attribute__((unused)) runs(void) {
  struct timespec first, second;
  clock_gettime(CLOCK_MONOTONIC, &first);
  clock_gettime(CLOCK_MONOTONIC, &second);
  return (second.tv_sec > first.tv_sec ||
          (second.tv_sec == first.tv_sec && second.tv_nsec >= first.tv_nsec)) &&
         time(NULL) > 1000000000 && getauxval(AT_SYSINFO_EHDR) != 0;
}

#if defined(PART_liba)
int a(void) { return runs(); }
#else
int main(void) {
  printf("main: runs %d\n", runs());
  printf("a: runs %d\n", a());
}
#endif
