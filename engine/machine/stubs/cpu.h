// What start.c needs to know of each processor: its entry, its system calls, where its table is.
//
// The entry `start` is e_entry of a program: the kernel or ld.so left argc, argv, envp and auxv on
// the stack, and ld.so its finaliser in the register that the psABI names. All registers that may
// carry something and the stack pointer are as they were when the program's own entry point gets
// control. The single INIT_ARRAY function of a folded shared object, `init`, gets argc, argv and
// envp in registers: it is `run`.

// The distance of the table is known to the assembler alone: `table` is the label behind the last
// instruction.
#define TEXT "\t.text\n\t.type start, %function\nstart:\n"
#define REPORT
#define CALL(type, address, ...) ((type*)(address))(__VA_ARGS__)
#define DEBUG_OF(entry, debug) \
  if ((entry)->d_tag == DT_DEBUG) (debug) = (const void*)(entry)->d_un.d_ptr

#if defined(__aarch64__)
enum { CALL_MPROTECT = 226, CALL_WRITE = 64, CALL_EXIT_GROUP = 94 };
__asm__(TEXT
        "\thint #34\n"                 // BTI c
        "\tstp x0, x1, [sp, #-64]!\n"  // x0: ld.so's finaliser
        "\tstp x2, x3, [sp, #16]\n"
        "\tstp x4, x5, [sp, #32]\n"
        "\tstp x6, x7, [sp, #48]\n"
        "\tldr x0, [sp, #64]\n"
        "\tadd x1, sp, #72\n"
        "\tadd x2, x1, x0, lsl #3\n"
        "\tadd x2, x2, #8\n"
        "\tbl run\n"
        "\tadr x16, table\n"
        "\tldr x17, [x16]\n"
        "\tadd x16, x16, x17\n"
        "\tldp x2, x3, [sp, #16]\n"
        "\tldp x4, x5, [sp, #32]\n"
        "\tldp x6, x7, [sp, #48]\n"
        "\tldp x0, x1, [sp], #64\n"
        "\tbr x16\n");  // by x16: a BTI c at the program's entry allows it
static inline const struct table* own_table(void) {
  const struct table* found;
  __asm__("adr %0, table" : "=r"(found));
  return found;
}
static inline word system_call(word number, word a, word b, word c) {
  register word x8 __asm__("x8") = number;
  register word x0 __asm__("x0") = a;
  register word x1 __asm__("x1") = b;
  register word x2 __asm__("x2") = c;
  __asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
  return x0;
}

#elif defined(__s390x__)
enum { CALL_MPROTECT = 125, CALL_WRITE = 4, CALL_EXIT_GROUP = 248 };
__asm__(TEXT
        "\tlgr %r1, %r15\n"
        "\taghi %r15, -320\n"
        "\tstmg %r0, %r15, 160(%r15)\n"  // %r14: ld.so's finaliser; %r1: the stack pointer at entry
        "\tlg %r2, 0(%r1)\n"
        "\tla %r3, 8(%r1)\n"
        "\tsllg %r4, %r2, 3\n"
        "\tla %r4, 8(%r4, %r3)\n"
        "\txc 0(8, %r15), 0(%r15)\n"  // no caller
        "\tbrasl %r14, run\n"
        "\tlarl %r1, table\n"
        "\tag %r1, 0(%r1)\n"
        "\tstg %r1, 168(%r15)\n"
        "\tlmg %r0, %r14, 160(%r15)\n"
        "\taghi %r15, 320\n"
        "\tbr %r1\n");
static inline const struct table* own_table(void) {
  const struct table* found;
  __asm__("larl %0, table" : "=r"(found));
  return found;
}
static inline word system_call(word number, word a, word b, word c) {
  register word r1 __asm__("1") = number;
  register word r2 __asm__("2") = a;
  register word r3 __asm__("3") = b;
  register word r4 __asm__("4") = c;
  __asm__ volatile("svc 0" : "+d"(r2) : "d"(r1), "d"(r3), "d"(r4) : "memory", "cc");
  return r2;
}

#elif defined(__powerpc64__) || defined(__powerpc__)
enum { CALL_MPROTECT = 125, CALL_WRITE = 4, CALL_EXIT_GROUP = 234 };
#if defined(__powerpc64__)
#define LOAD "ld "
#define STORE "std "
#define ADD_WORDS "sldi 5, 3, 3"
#define W "8"
#define FRAME "256"
#else
#define LOAD "lwz "
#define STORE "stw "
#define ADD_WORDS "slwi 5, 3, 2"
#define W "4"
#define FRAME "128"
#endif
// glibc's ld.so sets r3 to r7 (argc, argv, envp, auxv, its finaliser) and has a null word at r1;
// the kernel and musl's only set r1, to where argc is.
__asm__(TEXT
        "\tmr 11, 1\n"
        "\t" STORE "1, -" FRAME
        "(1)\n"
        "\taddi 1, 1, -" FRAME
        "\n"
        "\t" STORE "3, 12*" W
        "(1)\n"
        "\t" STORE "4, 13*" W
        "(1)\n"
        "\t" STORE "5, 14*" W
        "(1)\n"
        "\t" STORE "6, 15*" W
        "(1)\n"
        "\t" STORE "7, 16*" W
        "(1)\n"
        "\t" STORE "8, 17*" W
        "(1)\n"
        "\t" STORE "9, 18*" W
        "(1)\n"
        "\t" STORE "10, 19*" W
        "(1)\n"
        "\t" STORE "2, 20*" W
        "(1)\n"
        "\t" LOAD
        "0, 0(11)\n"
        "\tcmpwi 0, 0\n"
        "\tbeq 2f\n"
        "\tmr 3, 0\n"
        "\taddi 4, 11, " W
        "\n"
        "\t" ADD_WORDS
        "\n"
        "\tadd 5, 5, 4\n"
        "\taddi 5, 5, " W
        "\n"
        "2:\tbl run\n"
        "\tbcl 20, 31, 1f\n"
        "1:\tmflr 11\n"
        "\taddi 11, 11, table - 1b\n"
        "\t" LOAD
        "12, 0(11)\n"
        "\tadd 12, 12, 11\n"  // r12: what an ELFv2 function computes its TOC from
        "\tmtctr 12\n"
        "\t" LOAD "3, 12*" W
        "(1)\n"
        "\t" LOAD "4, 13*" W
        "(1)\n"
        "\t" LOAD "5, 14*" W
        "(1)\n"
        "\t" LOAD "6, 15*" W
        "(1)\n"
        "\t" LOAD "7, 16*" W
        "(1)\n"
        "\t" LOAD "8, 17*" W
        "(1)\n"
        "\t" LOAD "9, 18*" W
        "(1)\n"
        "\t" LOAD "10, 19*" W
        "(1)\n"
        "\t" LOAD "2, 20*" W
        "(1)\n"
        "\taddi 1, 1, " FRAME
        "\n"
        "\tbctr\n");
static inline const struct table* own_table(void) {
  const struct table* found;
  __asm__("bcl 20, 31, 1f\n1:\tmflr %0\n\taddi %0, %0, table - 1b" : "=b"(found) : : "lr");
  return found;
}
static inline word system_call(word number, word a, word b, word c) {
  register word r0 __asm__("r0") = number;
  register word r3 __asm__("r3") = a;
  register word r4 __asm__("r4") = b;
  register word r5 __asm__("r5") = c;
  __asm__ volatile("sc"
                   : "+r"(r0), "+r"(r3), "+r"(r4), "+r"(r5)
                   :
                   : "r6", "r7", "r8", "r9", "r10", "r11", "r12", "ctr", "cr0", "memory");
  return r3;
}

#elif defined(__riscv)
enum { CALL_MPROTECT = 226, CALL_WRITE = 64, CALL_EXIT_GROUP = 94 };
__asm__("\t.option norelax\n" TEXT
        "\taddi sp, sp, -64\n"
        "\tsd a0, 0(sp)\n"  // ld.so's finaliser
        "\tsd a1, 8(sp)\n"
        "\tsd a2, 16(sp)\n"
        "\tsd a3, 24(sp)\n"
        "\tsd a4, 32(sp)\n"
        "\tsd a5, 40(sp)\n"
        "\tsd ra, 48(sp)\n"
        "\tld a0, 64(sp)\n"
        "\taddi a1, sp, 72\n"
        "\tslli a2, a0, 3\n"
        "\tadd a2, a2, a1\n"
        "\taddi a2, a2, 8\n"
        "\tjal ra, run\n"
        "\tjal t0, 2f\n"
        "\t.word table - .\n"
        "2:\tlw t1, 0(t0)\n"
        "\tadd t0, t0, t1\n"
        "\tld t1, 0(t0)\n"
        "\tadd t0, t0, t1\n"
        "\tld a0, 0(sp)\n"
        "\tld a1, 8(sp)\n"
        "\tld a2, 16(sp)\n"
        "\tld a3, 24(sp)\n"
        "\tld a4, 32(sp)\n"
        "\tld a5, 40(sp)\n"
        "\tld ra, 48(sp)\n"
        "\taddi sp, sp, 64\n"
        "\tjr t0\n");
static inline const struct table* own_table(void) {
  word from, distance;
  __asm__("jal %0, 3f\n\t.word table - .\n3:\tlw %1, 0(%0)" : "=r"(from), "=r"(distance));
  return (const struct table*)(from + distance);
}
static inline word system_call(word number, word a, word b, word c) {
  register word a7 __asm__("a7") = number;
  register word a0 __asm__("a0") = a;
  register word a1 __asm__("a1") = b;
  register word a2 __asm__("a2") = c;
  __asm__ volatile("ecall" : "+r"(a0) : "r"(a7), "r"(a1), "r"(a2) : "memory");
  return a0;
}

#elif defined(__arm__)
enum { CALL_MPROTECT = 125, CALL_WRITE = 4, CALL_EXIT_GROUP = 248 };
__asm__(TEXT
        "\tmov ip, sp\n"
        "\tpush {r0-r5, ip, lr}\n"  // r0: ld.so's finaliser
        "\tldr r0, [ip]\n"
        "\tadd r1, ip, #4\n"
        "\tadd r2, r1, r0, lsl #2\n"
        "\tadd r2, r2, #4\n"
        "\tbl run\n"
        "\tadr ip, table_distance\n"
        "\tldr lr, [ip]\n"
        "\tadd ip, ip, lr\n"
        "\tldr lr, [ip]\n"
        "\tadd ip, ip, lr\n"
        "\tstr ip, [sp, #24]\n"
        "\tpop {r0-r5, ip, lr}\n"
        "\tbx ip\n"
        "table_distance:\n"
        "\t.word table - table_distance\n");
static inline const struct table* own_table(void) {
  word from, distance;
  __asm__("adr %0, table_distance\n\tldr %1, [%0]" : "=r"(from), "=r"(distance));
  return (const struct table*)(from + distance);
}
static inline word system_call(word number, word a, word b, word c) {
  register word r7 __asm__("r7") = number;
  register word r0 __asm__("r0") = a;
  register word r1 __asm__("r1") = b;
  register word r2 __asm__("r2") = c;
  __asm__ volatile("svc #0" : "+r"(r0) : "r"(r7), "r"(r1), "r"(r2) : "memory");
  return r0;
}

#elif defined(__i386__)
#undef REPORT
#define REPORT regparm(1),  // a thunk has no stack to spare thought for
enum { CALL_MPROTECT = 125, CALL_WRITE = 4, CALL_EXIT_GROUP = 252 };
__asm__(TEXT
        "\tpushl $0\n"  // where the program's entry point will be
        "\tpusha\n"     // %edx: ld.so's finaliser
        "\tmov %esp, %ebp\n"
        "\tmov 36(%ebp), %eax\n"
        "\tlea 40(%ebp), %edx\n"
        "\tlea 4(%edx, %eax, 4), %ecx\n"
        "\tand $-16, %esp\n"
        "\tpushl $0\n"
        "\tpushl %ecx\n"
        "\tpushl %edx\n"
        "\tpushl %eax\n"
        "\tcall run\n"
        "\tmov %ebp, %esp\n"
        "\tcall 1f\n"
        "1:\tpopl %eax\n"
        "\taddl $(table - 1b), %eax\n"
        "\taddl (%eax), %eax\n"
        "\tmov %eax, 32(%esp)\n"
        "\tpopa\n"
        "\tret\n");
static inline const struct table* own_table(void) {
  const struct table* found;
  __asm__("call 2f\n2:\tpopl %0\n\taddl $(table - 2b), %0" : "=r"(found));
  return found;
}
static inline word system_call(word number, word a, word b, word c) {
  word result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(a), "c"(b), "d"(c) : "memory");
  return result;
}

#elif defined(__mips__)
enum { CALL_MPROTECT = 4125, CALL_WRITE = 4004, CALL_EXIT_GROUP = 4246 };
#undef DEBUG_OF
// The dynamic section of a mips program is read-only: DT_DEBUG's place is elsewhere.
#define DEBUG_OF(entry, debug)                                                         \
  if ((entry)->d_tag == DT_MIPS_RLD_MAP) (debug) = *(const void**)(entry)->d_un.d_ptr; \
  if ((entry)->d_tag == DT_MIPS_RLD_MAP_REL)                                           \
  (debug) = *(const void**)((word)(entry) + (entry)->d_un.d_ptr)
__asm__(TEXT
        "\t.set noreorder\n"
        "\taddiu $sp, $sp, -64\n"
        "\tsw $2, 48($sp)\n"  // ld.so's finaliser
        "\tsw $4, 32($sp)\n"
        "\tsw $5, 36($sp)\n"
        "\tsw $6, 40($sp)\n"
        "\tsw $7, 44($sp)\n"
        "\tlw $4, 64($sp)\n"
        "\taddiu $5, $sp, 68\n"
        "\tsll $6, $4, 2\n"
        "\taddu $6, $6, $5\n"
        "\tbal run\n"
        "\taddiu $6, $6, 4\n"
        "\tbal 1f\n"
        "\tlw $2, 48($sp)\n"
        "1:\taddiu $25, $31, table - 1b\n"
        "\tlw $24, 0($25)\n"
        "\taddu $25, $25, $24\n"
        "\tlw $4, 32($sp)\n"
        "\tlw $5, 36($sp)\n"
        "\tlw $6, 40($sp)\n"
        "\tlw $7, 44($sp)\n"
        "\tjr $25\n"
        "\taddiu $sp, $sp, 64\n"
        "\t.set reorder\n");
static inline const struct table* own_table(void) {
  const struct table* found;
  __asm__(".set noreorder\n\tbal 2f\n\tnop\n2:\taddiu %0, $31, table - 2b\n\t.set reorder"
          : "=r"(found)
          :
          : "$31");
  return found;
}
static inline word system_call(word number, word a, word b, word c) {
  register word v0 __asm__("$2") = number;
  register word a0 __asm__("$4") = a;
  register word a1 __asm__("$5") = b;
  register word a2 __asm__("$6") = c;
  register word a3 __asm__("$7");
  __asm__ volatile("syscall"
                   : "+r"(v0), "=r"(a3)
                   : "r"(a0), "r"(a1), "r"(a2)
                   : "$1", "$3", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24", "$25",
                     "memory");
  return v0;
}
// A position-independent function computes its GOT's address from $25.
#undef CALL
#define CALL(type, address, ...)                             \
  do {                                                       \
    register type* callee __asm__("$25") = (type*)(address); \
    __asm__ volatile("" : "+r"(callee));                     \
    callee(__VA_ARGS__);                                     \
  } while (0)

#else
#error "a processor that is not known here"
#endif
