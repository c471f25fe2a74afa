// build: liba.so main.c
// build: main main.c -la
// folded: liba.so
// output: preinit of main
// output: constructor of liba
// output: constructor of main
// output: main: liba was 1, then 2

// DT_PREINIT_ARRAY of the executable runs before every library's constructors, with libraries
// already relocated. A fold that puts the libraries' constructors in front turns the order round;
// and what runs before libc's own constructors may not use stdio, hence write().

#include <stdio.h>
#include <string.h>
#include <unistd.h>

extern int state;
int bump(void);

#if defined(PART_liba)
int state = 1;
int bump(void) { return ++state; }
__attribute__((constructor)) static void construct(void) {
  puts("constructor of liba");
  fflush(stdout);
}
#else
static int before, after;
static void preinit(int argc, char** argv, char** envp) {
  static const char text[] = "preinit of main\n";
  before = state;
  after = bump();
  if (argc < 1 || !argv || !envp || write(1, text, strlen(text)) < 0) _exit(3);
}
__attribute__((section(".preinit_array"), used)) static void (*const entry)(int, char**,
                                                                            char**) = preinit;
__attribute__((constructor)) static void construct(void) { puts("constructor of main"); }
int main(void) { printf("main: liba was %d, then %d\n", before, after); }
#endif
