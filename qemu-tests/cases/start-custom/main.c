// machines: x86-64: written in x86-64 assembler
// build: liba.so main.c
// build: main main.c -nostartfiles -la
// folded: liba.so
// args: one
// env: START=yes
// expect-exit: 3
// output: _start: a constructed 1, argc 2, one, yes, stack aligned 1
// output: finished

// The executable has a _start of its own and never calls __libc_start_main: only code that runs
// before e_entry can construct the folded libraries. It must leave the stack and every register as
// they were; rdx holds the function to run at exit.

#include <stdio.h>
#include <stdlib.h>

extern int constructed;

#if defined(PART_liba)
int constructed;
__attribute__((constructor)) static void construct(void) { constructed = 1; }
#else
// The startup files have it; libc_nonshared.a's atexit asks for it.
__attribute__((visibility("hidden"))) void* __dso_handle;
__asm__(
    ".globl _start\n"
    "_start:\n"
    "  mov %rsp, %rdi\n"
    "  mov %rdx, %rsi\n"
    "  and $-16, %rsp\n"
    "  call start\n");
static void finished(void) { puts("finished"); }
__attribute__((used)) void start(long* stack, void (*at_exit)(void)) {
  char** argv = (char**)(stack + 1);
  char** envp = argv + stack[0] + 1;
  const char* value = "no";
  for (; *envp; ++envp) {
    if (__builtin_strncmp(*envp, "START=", 6) == 0) value = *envp + 6;
  }
  printf("_start: a constructed %d, argc %ld, %s, %s, stack aligned %d\n", constructed, stack[0],
         argv[1], value, (unsigned long)stack % 16 == 0);
  if (at_exit) atexit(at_exit);
  atexit(finished);
  exit(3);
}
#endif
