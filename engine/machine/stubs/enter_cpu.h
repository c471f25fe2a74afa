// What enter.c needs to know of each processor: its entry `start` and its system calls.
//
// The kernel left argc, argv, envp and auxv on the stack, and nothing in the registers (on ELFv2
// r12 is e_entry). The loader's own entry point gets the same: it goes by the stack pointer alone,
// and finds 0 in what a callee preserves (arm's counts on r4 and r5). The distance of the table is
// known to the assembler alone: `table` is the label behind the last instruction.
//
// call(): of mmap the offset f is 0 (mmap2 counts in pages). A result that is neither 0 nor mmap's
// `a` is an error.

#if defined(__mips__)
enum { ANONYMOUS = 0x800 };
#else
enum { ANONYMOUS = 0x20 };
#endif
#define MMAP_OFFSET(bytes) (bytes)
#define ENTRY(code) __asm__("\t.text\n\t.type start, %function\nstart:\n" code)

#if defined(__x86_64__)
enum {
  CALL_MMAP = 9,
  CALL_MPROTECT = 10,
  CALL_WRITE = 1,
  CALL_EXIT_GROUP = 231,
  CALL_OPENAT = 257,
  CALL_READ = 0,
  CALL_CLOSE = 3,
  CALL_MADVISE = 28
};
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
// tzcnt; bsf, which is slow, where the processor does not know it: the same of what is not 0.
#define HAS_LOWEST_BIT
static inline word lowest_bit(word bits) {
  word result;
  __asm__("rep bsf %1, %0" : "=r"(result) : "r"(bits) : "cc");
  return result;
}

#elif defined(__aarch64__)
enum {
  CALL_MMAP = 222,
  CALL_MPROTECT = 226,
  CALL_WRITE = 64,
  CALL_EXIT_GROUP = 94,
  CALL_OPENAT = 56,
  CALL_READ = 63,
  CALL_CLOSE = 57,
  CALL_MADVISE = 233
};
ENTRY(
    "\thint #34\n"  // BTI c
    "\tmov x0, sp\n"
    "\tadr x1, table\n"
    "\tbl enter\n"
    "\tmov x16, x0\n"
    "\tmov x30, #0\n"
    "\tbr x16\n");  // by x16: a BTI c at the loader's entry allows it
static inline word call(word number, word a, word b, word c, word d, word e, word f) {
  register word x8 __asm__("x8") = number;
  register word x0 __asm__("x0") = a;
  register word x1 __asm__("x1") = b;
  register word x2 __asm__("x2") = c;
  register word x3 __asm__("x3") = d;
  register word x4 __asm__("x4") = e;
  register word x5 __asm__("x5") = f;
  __asm__ volatile("svc #0"
                   : "+r"(x0)
                   : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                   : "memory");
  return x0;
}

#elif defined(__s390x__)
enum {
  CALL_MMAP = 90,
  CALL_MPROTECT = 125,
  CALL_WRITE = 4,
  CALL_EXIT_GROUP = 248,
  CALL_OPENAT = 288,
  CALL_READ = 3,
  CALL_CLOSE = 6,
  CALL_MADVISE = 150
};
ENTRY(
    "\tlgr %r2, %r15\n"
    "\tlarl %r3, table\n"
    "\taghi %r15, -160\n"  // where a callee may save registers
    "\tbrasl %r14, enter\n"
    "\taghi %r15, 160\n"
    "\tlgr %r1, %r2\n"
    "\tbr %r1\n");
// mmap's arguments lie in memory.
static inline word call(word number, word a, word b, word c, word d, word e, word f) {
  const word block[] = {a, b, c, d, e, f};
  register word r1 __asm__("1") = number;
  register word r2 __asm__("2") = number == CALL_MMAP ? (word)block : a;
  register word r3 __asm__("3") = b;
  register word r4 __asm__("4") = c;
  __asm__ volatile("svc 0" : "+d"(r2) : "d"(r1), "d"(r3), "d"(r4) : "memory", "cc");
  return r2;
}

#elif defined(__powerpc64__) || defined(__powerpc__)
enum {
  CALL_MMAP = 90,
  CALL_MPROTECT = 125,
  CALL_WRITE = 4,
  CALL_EXIT_GROUP = 234,
  CALL_OPENAT = 286,
  CALL_READ = 3,
  CALL_CLOSE = 6,
  CALL_MADVISE = 205
};
ENTRY(
    "\tmr 3, 1\n"
    "\taddi 1, 1, -128\n"  // where a callee may save registers
    "\tbcl 20, 31, 1f\n"
    "1:\tmflr 4\n"
    "\taddi 4, 4, table - 1b\n"
    "\tbl enter\n"
    "\taddi 1, 1, 128\n"
    "\tmr 12, 3\n"  // what an ELFv2 function computes its TOC from
    "\tmtctr 12\n"
    "\tbctr\n");
static inline word call(word number, word a, word b, word c, word d, word e, word f) {
  register word r0 __asm__("r0") = number;
  register word r3 __asm__("r3") = a;
  register word r4 __asm__("r4") = b;
  register word r5 __asm__("r5") = c;
  register word r6 __asm__("r6") = d;
  register word r7 __asm__("r7") = e;
  register word r8 __asm__("r8") = f;
  // An error is a positive errno beside the summary overflow bit.
  __asm__ volatile("sc\n\tbns+ 0f\n\tneg 3, 3\n0:"
                   : "+r"(r0), "+r"(r3), "+r"(r4), "+r"(r5), "+r"(r6), "+r"(r7), "+r"(r8)
                   :
                   : "r9", "r10", "r11", "r12", "ctr", "cr0", "memory");
  return r3;
}

#elif defined(__riscv)
enum {
  CALL_MMAP = 222,
  CALL_MPROTECT = 226,
  CALL_WRITE = 64,
  CALL_EXIT_GROUP = 94,
  CALL_OPENAT = 56,
  CALL_READ = 63,
  CALL_CLOSE = 57,
  CALL_MADVISE = 233
};
ENTRY(
    "\t.option norelax\n"
    "\tmv a0, sp\n"
    "\tjal t0, 1f\n"
    "\t.word table - .\n"
    "1:\tlw a1, 0(t0)\n"
    "\tadd a1, a1, t0\n"
    "\tjal ra, enter\n"
    "\tjr a0\n");
static inline word call(word number, word a, word b, word c, word d, word e, word f) {
  register word a7 __asm__("a7") = number;
  register word a0 __asm__("a0") = a;
  register word a1 __asm__("a1") = b;
  register word a2 __asm__("a2") = c;
  register word a3 __asm__("a3") = d;
  register word a4 __asm__("a4") = e;
  register word a5 __asm__("a5") = f;
  __asm__ volatile("ecall"
                   : "+r"(a0)
                   : "r"(a7), "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a5)
                   : "memory");
  return a0;
}

#elif defined(__arm__)
#undef MMAP_OFFSET
#define MMAP_OFFSET(bytes) ((bytes) >> 12)
enum {
  CALL_MMAP = 192,
  CALL_MPROTECT = 125,
  CALL_WRITE = 4,
  CALL_EXIT_GROUP = 248,
  CALL_OPENAT = 322,
  CALL_READ = 3,
  CALL_CLOSE = 6,
  CALL_MADVISE = 220
};  // mmap2
ENTRY(
    "\tmov r0, sp\n"
    "\tadr r1, table_distance\n"
    "\tldr r2, [r1]\n"
    "\tadd r1, r1, r2\n"
    "\tbl enter\n"
    "\tbx r0\n"
    "table_distance:\n"
    "\t.word table - table_distance\n");
static inline word call(word number, word a, word b, word c, word d, word e, word f) {
  register word r7 __asm__("r7") = number;
  register word r0 __asm__("r0") = a;
  register word r1 __asm__("r1") = b;
  register word r2 __asm__("r2") = c;
  register word r3 __asm__("r3") = d;
  register word r4 __asm__("r4") = e;
  register word r5 __asm__("r5") = f;
  __asm__ volatile("svc #0"
                   : "+r"(r0)
                   : "r"(r7), "r"(r1), "r"(r2), "r"(r3), "r"(r4), "r"(r5)
                   : "memory");
  return r0;
}

#elif defined(__i386__)
#undef MMAP_OFFSET
#define MMAP_OFFSET(bytes) ((bytes) >> 12)
enum {
  CALL_MMAP = 192,
  CALL_MPROTECT = 125,
  CALL_WRITE = 4,
  CALL_EXIT_GROUP = 252,
  CALL_OPENAT = 295,
  CALL_READ = 3,
  CALL_CLOSE = 6,
  CALL_MADVISE = 219
};  // mmap2
ENTRY(
    "\tmov %esp, %eax\n"
    "\tcall 1f\n"
    "1:\tpopl %edx\n"
    "\taddl $(table - 1b), %edx\n"
    "\tsubl $20, %esp\n"
    "\tpushl %edx\n"
    "\tpushl %eax\n"
    "\tcall enter\n"
    "\taddl $28, %esp\n"
    "\tjmp *%eax\n");
// The sixth argument is in %ebp, which the compiler may need to find the others.
static inline word call(word number, word a, word b, word c, word d, word e, word f) {
  word result;
  __asm__ volatile(
      "pushl %[f]\n\tpushl %%ebp\n\tmovl 4(%%esp), %%ebp\n\tint $0x80\n\tpopl %%ebp\n\taddl $4, "
      "%%esp"
      : "=a"(result)
      : "a"(number), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e), [f] "g"(f)
      : "memory");
  return result;
}

#elif defined(__mips__)
enum {
  CALL_MMAP = 4090,
  CALL_MPROTECT = 4125,
  CALL_WRITE = 4004,
  CALL_EXIT_GROUP = 4246,
  CALL_OPENAT = 4288,
  CALL_READ = 4003,
  CALL_CLOSE = 4006,
  CALL_MADVISE = 4218
};
ENTRY(
    "\t.set noreorder\n"
    "\tmove $4, $29\n"
    "\tbal 1f\n"
    "\taddiu $29, $29, -32\n"  // where a callee may save its arguments
    "1:\taddiu $5, $31, table - 1b\n"
    "\tbal enter\n"
    "\tnop\n"
    "\taddiu $29, $29, 32\n"
    "\tmove $25, $2\n"
    "\tjr $25\n"
    "\tmove $31, $0\n"
    "\t.set reorder\n");
// The fifth and sixth argument lie on the stack; an error is a positive errno beside $7.
static inline word call(word number, word a, word b, word c, word d, word e, word f) {
  register word v0 __asm__("$2") = number;
  register word a0 __asm__("$4") = a;
  register word a1 __asm__("$5") = b;
  register word a2 __asm__("$6") = c;
  register word a3 __asm__("$7") = d;
  __asm__ volatile(
      ".set noreorder\n\taddiu $29, $29, -32\n\tsw %[e], 16($29)\n\tsw %[f], 20($29)\n\tsyscall\n\t"
      "beqz $7, 0f\n\taddiu $29, $29, 32\n\tnegu $2, $2\n0:\n\t.set reorder"
      : "+r"(v0), "+r"(a3)
      : "r"(a0), "r"(a1), "r"(a2), [e] "r"(e), [f] "r"(f)
      : "$1", "$3", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24", "$25", "memory");
  return v0;
}

#else
#error "a processor that is not known here"
#endif
