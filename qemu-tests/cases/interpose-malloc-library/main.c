// build: liba.so main.c
// build: main main.c -la
// folded: liba.so
// output: malloc in main: counted
// output: strdup in libc: counted
// output: calloc: ours zeroed
// output: free: counted

// A folded library defines malloc and its family: libc's own calls reach them, so they must be in
// the fold's .dynsym before libc in scope, and work before the library's constructors have run.

#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The compiler believes that strdup and free change no variable of ours.
extern volatile int mallocs, frees;

#if defined(PART_liba)
volatile int mallocs, frees;
static char heap[8 << 20] __attribute__((aligned(16)));
static size_t used;
void* malloc(size_t size) {
  ++mallocs;
  size_t start = used;
  used += (size + 31) & ~(size_t)15;
  *(size_t*)(heap + start) = size;
  return used <= sizeof heap ? heap + start + 16 : NULL;
}
void free(void* block) {
  (void)block;
  ++frees;
}
void* calloc(size_t count, size_t size) { return malloc(count * size); }
void* realloc(void* block, size_t size) {
  void* fresh = malloc(size);
  if (block) {
    size_t old = ((size_t*)block)[-2];
    memcpy(fresh, block, old < size ? old : size);
  }
  return fresh;
}
#else
int main(void) {
  int before = mallocs;
  void* volatile block = malloc(10);
  printf("malloc in main: %s\n", mallocs > before ? "counted" : "lost");
  before = mallocs;
  char* volatile copy = strdup("copy");
  printf("strdup in libc: %s\n", mallocs > before ? "counted" : "lost");
  char* volatile zero = calloc(10, 10);
  printf("calloc: ours %s\n", zero[99] == 0 ? "zeroed" : "dirty");
  before = frees;
  free(block);
  free(copy);
  printf("free: %s\n", frees == before + 2 ? "counted" : "lost");
}
#endif
