// build: liba.so main.c
// build: main main.c -la
// folded: liba.so
// output: a's malloc: counted
// output: strdup in libc: counted
// output: dlsym finds ours 1
// not-on: total-musl: only glibc's dlsym(RTLD_NEXT) is restored

// The executable defines malloc: folded libraries' and libc's calls reach it.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void* a(void);

#if defined(PART_liba)
void* a(void) { return malloc(5); }
#else
// The compiler believes that strdup changes no variable of ours.
static volatile int mallocs;
static char heap[8 << 20] __attribute__((aligned(16)));
static size_t used;
void* malloc(size_t size) {
  ++mallocs;
  size_t start = used;
  used += (size + 15) & ~(size_t)15;
  return used <= sizeof heap ? heap + start : NULL;
}
void free(void* block) { (void)block; }
void* calloc(size_t count, size_t size) { return malloc(count * size); }
void* realloc(void* block, size_t size) {
  char* fresh = malloc(size);
  if (block) memmove(fresh, block, size);
  return fresh;
}
int main(void) {
  int before = mallocs;
  if (!a()) return 1;
  printf("a's malloc: %s\n", mallocs > before ? "counted" : "lost");
  before = mallocs;
  char* volatile copy = strdup("copy");
  printf("strdup in libc: %s\n", copy && mallocs > before ? "counted" : "lost");
  printf("dlsym finds ours %d\n", dlsym(RTLD_DEFAULT, "malloc") == (void*)malloc);
}
#endif
