// build: liba.so main.c
// build: libb.so main.c -la
// build: main main.c -la -lb -pthread
// folded: liba.so libb.so
// output: main thread: a 1 ok 2 ok, b 3 ok 0 ok, exe 4 ok 5 ok
// output: new thread: a 1 ok 2 ok, b 3 ok 0 ok, exe 4 ok 5 ok

// TLS alignments above 64 in two libraries and another in the executable: each variable must be
// aligned in every thread, and the executable's must stay at the offsets in its code although the
// block's alignment grew.

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>

typedef void report(int value, unsigned alignment, const void* address);
void a(report*);
void b(report*);

#if defined(PART_liba)
__thread int aligned_a __attribute__((aligned(256))) = 1;
__thread long small_a = 2;
void a(report* print) {
  print(aligned_a, 256, &aligned_a);
  print((int)small_a, 8, &small_a);
}
#elif defined(PART_libb)
__thread int aligned_b __attribute__((aligned(1024))) = 3;
static __thread char zero_b[100] __attribute__((aligned(64)));
void b(report* print) {
  print(aligned_b, 1024, &aligned_b);
  print(zero_b[99], 64, zero_b);
}
#else
static __thread int aligned_exe __attribute__((aligned(128))) = 4;
static __thread int small_exe = 5;

static void print(int value, unsigned alignment, const void* address) {
  printf(" %d %s", value, (uintptr_t)address % alignment == 0 ? "ok" : "misaligned");
}
static void* run(void* thread) {
  printf("%s: a", (const char*)thread);
  a(print);
  printf(", b");
  b(print);
  printf(", exe");
  print(aligned_exe, 128, &aligned_exe);
  print(small_exe, 4, &small_exe);
  puts("");
  return NULL;
}
int main(void) {
  run("main thread");
  pthread_t thread;
  pthread_create(&thread, NULL, run, "new thread");
  pthread_join(thread, NULL);
}
#endif
