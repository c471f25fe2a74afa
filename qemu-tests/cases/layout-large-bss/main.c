// build: liba.so main.c
// build: libb.so main.c -la
// build: main main.c -la -lb
// folded: liba.so libb.so
// output: a: 0, sum 0, then 7
// output: b: 0, sum 0, then 8
// output: exe: 0, sum 0, then 9
// output: the file is smaller than its .bss 1
// output: heap grows 1

// Large .bss in the executable and in two libraries, neither in the file nor overlapped by what was
// laid behind it; a last partial page is zero; brk starts after all of it.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SIZE (16 << 20)
void a(void);
void b(void);

static volatile char before[32] = {[0 ... 31] = 1};
static volatile char block[SIZE];
static inline void use(const char* who, char value) {
  int sum = 0;
  for (int i = 0; i < SIZE; i += 509) sum += block[i];
  printf("%s: %d, sum %d, then ", who, block[SIZE - 1] + before[31] - 1, sum);
  block[SIZE - 1] = value;
  block[0] = value;
  printf("%d\n", block[SIZE - 1]);
}

#if defined(PART_liba)
void a(void) { use("a", 7); }
#elif defined(PART_libb)
void b(void) { use("b", 8); }
#else
int main(void) {
  struct stat status;
  a();
  b();
  use("exe", 9);
  stat("/proc/self/exe", &status);
  printf("the file is smaller than its .bss %d\n", status.st_size < SIZE);
  char* start = sbrk(SIZE);
  memset(start, 1, SIZE);
  printf("heap grows %d\n", block[SIZE - 1] == 9 && (char*)sbrk(0) == start + SIZE);
}
#endif
