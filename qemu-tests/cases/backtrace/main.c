// build: liba.so main.c -funwind-tables
// build: libb.so main.c -la -funwind-tables
// build: main main.c -la -lb -rdynamic -funwind-tables
// folded: liba.so libb.so
// output: inner outer middle in_main main
// output: from a signal handler: handler inner outer middle in_main main
// not-on: powerpc: the original itself aborts
// not-on: ppc64le: with LD_BIND_NOW=1 the original shows "outer" twice itself, and a fold is bound already

// backtrace() walks through folded libraries: every frame of libb, liba, the executable, also
// across a signal frame (libgcc_s is kept, libc loads it by name).

#define _GNU_SOURCE
#include <dlfcn.h>
#include <execinfo.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

void outer(void (*)(void));
void middle(void (*)(void));
void inner(void);
void print_frames(const char* prefix);

#define FRAME __asm__ volatile("" ::: "memory")

#if defined(PART_liba)
void outer(void (*function)(void)) {
  function();
  FRAME;
}
static int raised;
static void on_signal(int number) {
  (void)number;
  print_frames("from a signal handler: handler ");
}
void inner(void) {
  if (raised++) {
    signal(SIGUSR1, on_signal);
    raise(SIGUSR1);
  } else {
    print_frames("");
  }
  FRAME;
}
#elif defined(PART_libb)
void middle(void (*function)(void)) {
  outer(function);
  FRAME;
}
#else
void print_frames(const char* prefix) {
  static const char* const known[] = {"inner", "outer", "middle", "in_main", "main"};
  void* frames[50];
  int count = backtrace(frames, 50);
  const char* separator = prefix;
  for (int i = 0; i < count; ++i) {
    Dl_info info;
    if (!dladdr((char*)frames[i] - 1, &info) || !info.dli_sname) continue;
    for (unsigned k = 0; k < sizeof known / sizeof *known; ++k) {
      if (strcmp(info.dli_sname, known[k]) == 0) {
        printf("%s%s", separator, known[k]);
        separator = " ";
      }
    }
  }
  puts("");
}
__attribute__((noinline)) void in_main(void);
void in_main(void) {
  middle(inner);
  FRAME;
}
int main(void) {
  in_main();
  in_main();
  FRAME;
}
#endif
