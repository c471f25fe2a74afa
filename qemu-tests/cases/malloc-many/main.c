// build: liba.so main.c
// build: main main.c -la
// folded: liba.so
// without-on: musl-s390x musl-ppc64le lint: total folds of it are packed, their sections want more rights than the kernel is told of
// output: 20000 blocks, 0 changed

// Many small blocks, all written: musl's loader gives malloc the unused ends of each module's
// writable pages, which must not be what the start stub makes read-only, nor another part's.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void* allocate(size_t size);

#if defined(PART_liba)
static void* last = &last;
void* (*const functions[2])(size_t) = {malloc, malloc};
void* allocate(size_t size) { return last = functions[size % 2](size); }
#else
enum { BLOCKS = 20000 };
static unsigned char* blocks[BLOCKS];
int main(void) {
  for (int i = 0; i < BLOCKS; ++i) {
    blocks[i] = allocate(1 + (size_t)i % 700);
    if (blocks[i] == NULL) return 1;
    memset(blocks[i], i % 251, 1 + (size_t)i % 700);
  }
  int changed = 0;
  for (int i = 0; i < BLOCKS; ++i) {
    for (int k = 0; k <= i % 700; ++k) changed += blocks[i][k] != i % 251;
    free(blocks[i]);
  }
  printf("%d blocks, %d changed\n", BLOCKS, changed);
}
#endif
