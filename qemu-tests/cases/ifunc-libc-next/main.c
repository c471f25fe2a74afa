// build: main main.c -rdynamic
// output: strlen: mine 2, next 3, same 1
// output: memchr: next 1

// A program's own strlen finds the C library's behind it (dlsym, RTLD_NEXT), which chooses an
// implementation by the processor (IFUNC) as any function of the C library's may.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

typedef size_t length(const char*);

static length* next(void) { return (length*)dlsym(RTLD_NEXT, "strlen"); }

size_t strlen(const char* text) { return next()(text) - 1; }

int main(void) {
  length* volatile mine = strlen;
  printf("strlen: mine %zu, next %zu, same %d\n", mine("abc"), next()("abc"), next() == next());
  void* (*find)(const void*, int, size_t) =
      (void* (*)(const void*, int, size_t))dlsym(RTLD_NEXT, "memchr");
  const char* const text = "abc";
  printf("memchr: next %d\n", find(text, 'b', 3) == text + 1);
}
