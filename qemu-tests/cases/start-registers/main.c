// machines: x86-64: written in x86-64 assembler
// build: liba.so main.c
// build: main main.c -nostartfiles -la
// folded: liba.so
// output: rdx set 1, direction flag 0, argc 1, mxcsr 1f80, x87 37f
// output: brk after the program 1
// not-on: total: a program without PT_INTERP gets its brk from the kernel where it likes

// What the loader leaves at the entry point is still there after the start code: rdx (to be run at
// exit), a clear direction flag, default floating-point control words, argc at the stack pointer.
// The heap starts behind the whole program.

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int a(void);

#if defined(PART_liba)
static volatile double computed;
int a(void) { return 1; }
__attribute__((constructor)) static void construct(int argc, char** argv) {
  computed = (double)argc / 3.0 + argv[0][0];
}
#else
// The startup files have it; libc_nonshared.a's atexit asks for it.
__attribute__((visibility("hidden"))) void* __dso_handle;
__asm__(
    ".globl _start\n"
    "_start:\n"
    "  mov %rsp, %rdi\n"
    "  mov %rdx, %rsi\n"
    "  pushf\n"
    "  pop %rdx\n"
    "  and $-16, %rsp\n"
    "  call start\n");
extern const char _end[];
__attribute__((used)) void start(long* stack, void (*at_exit)(void), unsigned long flags) {
  unsigned mxcsr;
  unsigned short x87;
  __asm__("stmxcsr %0" : "=m"(mxcsr));
  __asm__("fnstcw %0" : "=m"(x87));
  if (at_exit) atexit(at_exit);
  printf("rdx set %d, direction flag %lu, argc %ld, mxcsr %x, x87 %x\n", at_exit != NULL,
         flags >> 10 & 1, stack[0], mxcsr & 0xffc0, x87);
  printf("brk after the program %d\n", (char*)sbrk(0) >= _end);
  exit(a() - 1);
}
#endif
