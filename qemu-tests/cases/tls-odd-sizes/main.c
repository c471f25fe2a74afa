// build: liba.so main.c
// build: libb.so main.c
// build: libc3.so main.c
// build: main main.c -la -lb -lc3 -pthread
// folded: liba.so libb.so libc3.so
// output: main thread: a 1 2 0 ok, b 3 0 ok, c 0 ok, exe 4 5 0 ok
// output: thread: a 1 2 0 ok, b 3 0 ok, c 0 ok, exe 4 5 0 ok

// Blocks whose sizes are no multiple of their alignment, with and without .tdata and .tbss, in
// front of an executable's block of 13 bytes: where each starts is rounding that must agree with
// ld.so's.

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>

void a(void);
void b(void);
void c(void);

static inline const char* aligned(const volatile void* place, unsigned alignment) {
  return (uintptr_t)place % alignment == 0 ? "ok" : "misaligned";
}

#if defined(PART_liba)
static __thread char one = 1;
static __thread char name[7] = {0, 0, 0, 0, 0, 0, 2};
static __thread char zero[3];
static __thread long long wide;
void a(void) { printf("a %d %d %d %s", one, name[6], zero[2], aligned(&wide, 8)); }
#elif defined(PART_libb)
static __thread char three[33] = {[32] = 3};
static __thread int zero __attribute__((aligned(32)));
void b(void) { printf("b %d %d %s", three[32], zero, aligned(&zero, 32)); }
#elif defined(PART_libc3)
static __thread char zero[5] __attribute__((aligned(16)));
void c(void) { printf("c %d %s", zero[4], aligned(zero, 16)); }
#else
static __thread char four[12] = {[11] = 4};
static __thread char five = 5;
static __thread int zero[3];
static void* run(void* thread) {
  printf("%s: ", (const char*)thread);
  a();
  printf(", ");
  b();
  printf(", ");
  c();
  printf(", exe %d %d %d %s\n", four[11], five, zero[2], aligned(zero, 4));
  return NULL;
}
int main(void) {
  run("main thread");
  pthread_t thread;
  pthread_create(&thread, NULL, run, "thread");
  pthread_join(thread, NULL);
}
#endif
