// What enter.c needs to know of each processor: its entry `start` and its system calls. The kernel
// left argc, argv, envp and auxv on the stack, and nothing in the registers.

#define ENTRY(code) __asm__("\t.text\n\t.type start, %function\nstart:\n" code)

#if defined(__x86_64__)
enum { CALL_MMAP = 9, CALL_MPROTECT = 10, CALL_WRITE = 1, CALL_EXIT_GROUP = 231 };
ENTRY(
    "\tmov %rsp, %rdi\n"
    "\tlea table(%rip), %rsi\n"
    "\tcall enter\n"
    "\tjmp *%rax\n");
static inline word call(word number, word a, word b, word c, word d, word e, word f) {
  word result;
  register word r10 __asm__("r10") = d;
  register word r8 __asm__("r8") = e;
  register word r9 __asm__("r9") = f;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
}
#else
#error "a processor that is not known here"
#endif
