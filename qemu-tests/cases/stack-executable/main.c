// build: liba.so main.c -Wl,-z,execstack
// build: main main.c -la -pthread
// folded: liba.so
// output: main thread: 42, stack rwxp
// output: new thread: 42, stack rwxp

// A library that needs an executable stack (it calls code on it): the fold's PT_GNU_STACK has the
// flag.

#include <pthread.h>
#include <stdio.h>
#include <string.h>

int call_on_stack(void);

#if defined(PART_liba)
int call_on_stack(void) {
#if defined(__x86_64__)
  static const unsigned char code[] = {0xb8, 42, 0, 0, 0, 0xc3};
  volatile unsigned char copy[sizeof code];
  for (unsigned i = 0; i < sizeof code; ++i) copy[i] = code[i];
  return ((int (*)(void))copy)();
#else
  return 42;
#endif
}
#else
static const char* permissions(const void* place) {
  static char found[8];
  char line[512];
  unsigned long start, end;
  FILE* maps = fopen("/proc/self/maps", "r");
  while (fgets(line, sizeof line, maps)) {
    if (sscanf(line, "%lx-%lx %7s", &start, &end, found) == 3 && start <= (unsigned long)place &&
        (unsigned long)place < end) {
      break;
    }
  }
  fclose(maps);
  return found;
}
static void* run(void* thread) {
  int local;
  printf("%s: %d, stack %s\n", (const char*)thread, call_on_stack(), permissions(&local));
  return NULL;
}
int main(void) {
  run("main thread");
  pthread_t thread;
  pthread_create(&thread, NULL, run, "new thread");
  pthread_join(thread, NULL);
}
#endif
