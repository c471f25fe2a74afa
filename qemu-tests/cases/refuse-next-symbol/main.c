// build: libreal.so main.c
// build: libwrap.so main.c -lreal
// build: main main.c -lwrap -lreal
// not-on: total: there the fold has a dlsym of its own, which finds it (next-symbol-chain)
// refuse: libwrap\.so: dlsym\(RTLD_NEXT\): .*--keep libreal\.so.*found answer, which libreal\.so defines too

// libwrap finds libreal's function behind its own by RTLD_NEXT. In one module there is none behind
// it: the wrapper would call address 0.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>

int answer(void);

#if defined(PART_libreal)
int answer(void) { return 42; }
#elif defined(PART_libwrap)
int answer(void) {
  int (*next)(void) = (int (*)(void))dlsym(RTLD_NEXT, "answer");
  return next() + 1;
}
#else
int main(void) { printf("%d\n", answer()); }
#endif
