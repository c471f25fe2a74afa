// build: libreal.so main.c
// build: libwrap.so main.c
// build: main main.c -lwrap -lreal
// fold: --keep libc --keep libreal.so
// folded: libwrap.so
// kept: libreal.so
// output: 43
// output: puts wrapped

// A folded library's dlsym(RTLD_NEXT) finds what kept libraries define: libreal's function and
// libc's puts.

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
int puts(const char* text) {
  int (*next)(const char*) = (int (*)(const char*))dlsym(RTLD_NEXT, "puts");
  printf("%s", "puts ");
  return next(text);
}
#else
int main(void) {
  printf("%d\n", answer());
  puts("wrapped");
}
#endif
