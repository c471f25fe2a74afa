// build: liba.so main.c
// build: main main.c -la -pthread
// folded: liba.so
// output: main thread: a says words, calls 7, points at 8, exe's 9; exe says more words, a's 8
// output: new thread: a says words, calls 7, points at 8, exe's 9; exe says more words, a's 8

// Pointers in .tdata are relocated in the initialisation image that every thread copies. A fold
// moves the images together: the relocations must move too, or new threads (or all) see null or
// stale pointers.

#include <pthread.h>
#include <stdio.h>

struct pointers {
  const char* words;
  int (*function)(void);
  int* data;
  int* of_exe;
};
extern int data;
extern int of_exe;
const struct pointers* a(void);

#if defined(PART_liba)
int data = 8;
static int seven(void) { return 7; }
static __thread struct pointers pointers = {"words", seven, &data, &of_exe};
const struct pointers* a(void) { return &pointers; }
#else
int of_exe = 9;
static __thread const char* words = "more words";
static __thread int* data_of_a = &data;
static void* run(void* thread) {
  const struct pointers* p = a();
  printf("%s: a says %s, calls %d, points at %d, exe's %d; exe says %s, a's %d\n",
         (const char*)thread, p->words, p->function(), *p->data, *p->of_exe, words, *data_of_a);
  return NULL;
}
int main(void) {
  run("main thread");
  pthread_t thread;
  pthread_create(&thread, NULL, run, "new thread");
  pthread_join(thread, NULL);
}
#endif
