// build: liba.so main.c
// build: libb.so main.c
// build: main main.c -la -lb -pthread
// folded: liba.so libb.so
// output: main thread: a 1, b 2 0
// output: new thread: a 1, b 2 0

// The executable has no PT_TLS, the libraries have (one ends in .tbss that another's .tdata
// follows): the fold must have one.

#include <pthread.h>
#include <stdio.h>

int* a(void);
int* b(void);
int* big(void);

#if defined(PART_liba)
static __thread int value = 1;
static __thread int zeroes[1000];
int* a(void) {
  value += zeroes[999];
  return &value;
}
#elif defined(PART_libb)
static __thread int value = 2;
static __thread int zeroes[1000];
int* b(void) { return &value; }
int* big(void) { return &zeroes[999]; }
#else
static void* run(void* thread) {
  printf("%s: a %d, b %d %d\n", (const char*)thread, *a(), *b(), *big());
  *a() = 5;
  *b() = 6;
  *big() = 7;
  return NULL;
}
int main(void) {
  run("main thread");
  pthread_t thread;
  pthread_create(&thread, NULL, run, "new thread");
  pthread_join(thread, NULL);
}
#endif
