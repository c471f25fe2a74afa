// build: libreal.so main.c
// build: libwrap.so main.c -lreal
// build: main main.c -lwrap -lreal
// folded: libreal.so libwrap.so
// warning: answer of .*libwrap\.so, which nothing in the fold refers to, would find no answer behind it
// output: other

// As libbsd and libmd of Debian 11: a wrapper that finds its function by RTLD_NEXT, and nobody
// calls.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>

int answer(void);
void other(void);

#if defined(PART_libreal)
int answer(void) { return 42; }
#elif defined(PART_libwrap)
int answer(void) {
  int (*next)(void) = (int (*)(void))dlsym(RTLD_NEXT, "answer");
  return next() + 1;
}
void other(void) { puts("other"); }
#else
int main(void) { other(); }
#endif
