// build: liba.so main.c
// build: libb.so main.c
// build: main main.c -la -lb
// folded: liba.so libb.so
// output: main: 42
// output: b: 42
// output: next: real
// not-on: total-musl: only glibc's dlsym(RTLD_NEXT) is restored

// A folded library interposes a libc function for the executable and another library, and reaches
// the real one by dlsym(RTLD_NEXT).

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <unistd.h>

int b(void);
const char* next(void);

#if defined(PART_liba)
pid_t getppid(void) { return 42; }
const char* next(void) {
  pid_t (*real)(void) = (pid_t(*)(void))dlsym(RTLD_NEXT, "getppid");
  return !real ? "none" : real() == 42 ? "ours" : "real";
}
#elif defined(PART_libb)
int b(void) { return getppid(); }
#else
int main(void) {
  printf("main: %d\n", getppid());
  printf("b: %d\n", b());
  printf("next: %s\n", next());
}
#endif
