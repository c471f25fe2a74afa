// build: liba.so main.c -pthread
// build: main main.c -la -pthread
// folded: liba.so
// output: cleanup in a
// output: key destructor 7
// output: canceled 1
// output: cleanup in a
// output: exited with 9
// not-on: powerpc: the original itself aborts

// pthread_cancel and pthread_exit unwind through folded libraries (libc loads the kept libgcc_s for
// it).

#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

void* waits(void* unused);
void* exits(void* unused);

#if defined(PART_liba)
static pthread_key_t key;
static void destroy(void* value) { printf("key destructor %d\n", (int)(long)value); }
static void cleanup(void* text) { puts(text); }
void* waits(void* unused) {
  pthread_key_create(&key, destroy);
  pthread_setspecific(key, (void*)7);
  pthread_cleanup_push(cleanup, "cleanup in a");
  for (;;) pause();
  pthread_cleanup_pop(0);
  return unused;
}
static volatile int levels = 5;
static __attribute__((noinline)) void deep(void) {
  if (levels-- == 0) pthread_exit((void*)9);
  if (levels > -5) deep();
  __asm__ volatile("");
}
void* exits(void* unused) {
  pthread_cleanup_push(cleanup, "cleanup in a");
  deep();
  pthread_cleanup_pop(0);
  return unused;
}
#else
int main(void) {
  pthread_t thread;
  void* result;
  pthread_create(&thread, NULL, waits, NULL);
  usleep(20000);
  pthread_cancel(thread);
  pthread_join(thread, &result);
  printf("canceled %d\n", result == PTHREAD_CANCELED);
  pthread_create(&thread, NULL, exits, NULL);
  pthread_join(thread, &result);
  printf("exited with %ld\n", (long)result);
}
#endif
