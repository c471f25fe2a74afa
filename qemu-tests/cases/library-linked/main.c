// build: libdeep.so main.c
// build: libx.so main.c -ldeep -Wl,--version-script=x.map
// build: main main.c -lx -pthread
// fold-lib: libx.so
// folded: libdeep.so
// run-with: libx.so
// output: construct deep
// output: construct x
// output: x 1, deep 2, data 3, tls 4
// output: thread: tls 4
// output: destruct x
// output: destruct deep

// A folded shared object: it keeps its soname, versions and exports, its dependency is inside, and
// a program linked against the original runs with it.

#include <pthread.h>
#include <stdio.h>

int x(int out[3]);
int deep(void);
extern int deep_data;
int tls(void);

#if defined(PART_libdeep)
int deep_data = 3;
static __thread int value = 4;
int deep(void) { return 2; }
int tls(void) { return value; }
__attribute__((constructor)) static void construct(void) { puts("construct deep"); }
__attribute__((destructor)) static void destruct(void) { puts("destruct deep"); }
#elif defined(PART_libx)
int x(int out[3]) {
  out[0] = deep();
  out[1] = deep_data;
  out[2] = tls();
  return 1;
}
__attribute__((constructor)) static void construct(void) { puts("construct x"); }
__attribute__((destructor)) static void destruct(void) { puts("destruct x"); }
#else
static void* run(void* unused) {
  int out[3];
  x(out);
  printf("thread: tls %d\n", out[2]);
  return unused;
}
int main(void) {
  int out[3];
  int result = x(out);
  printf("x %d, deep %d, data %d, tls %d\n", result, out[0], out[1], out[2]);
  pthread_t thread;
  pthread_create(&thread, NULL, run, NULL);
  pthread_join(thread, NULL);
}
#endif
