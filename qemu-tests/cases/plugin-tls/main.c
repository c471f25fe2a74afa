// build: liba.so main.c
// build: plugin.so main.c -ftls-model=initial-exec
// build: main main.c -la -pthread
// folded: liba.so
// run-with: plugin.so
// output: main thread: folded 5, own 6
// output: main's view: 50
// output: thread: folded 5, own 6

// A plugin with initial-exec TLS: a TPOFF relocation against a folded library's variable, and a
// block of its own out of the loader's surplus, beside the fold's enlarged block.

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

extern __thread int folded;
int* address(void);
void plugin(const char* thread);

#if defined(PART_liba)
__thread int folded = 5;
static __thread char block[500] __attribute__((aligned(64)));
int* address(void) {
  block[499] = 1;
  return &folded;
}
#elif defined(PART_plugin)
static __thread int own = 6;
void plugin(const char* thread) {
  printf("%s: folded %d, own %d\n", thread, folded, own);
  folded = 50;
  own = 60;
}
#else
static void (*function)(const char*);
static void* run(void* unused) {
  function("thread");
  return unused;
}
int main(void) {
  void* handle = dlopen("./plugin.so", RTLD_NOW);
  if (!handle) {
    puts(dlerror());
    return 1;
  }
  function = (void (*)(const char*))dlsym(handle, "plugin");
  function("main thread");
  printf("main's view: %d\n", *address());
  pthread_t thread;
  pthread_create(&thread, NULL, run, NULL);
  pthread_join(thread, NULL);
}
#endif
