// What next.c needs to know of each processor: the entries `dlsym` and `dlvsym`, and calls.
//
// Their arguments are handle, name and version. RTLD_NEXT (-1) is looked up by `find`; where that
// has no answer, and for any other handle, the C library's function gets control as if the caller
// had called it: with the caller's arguments, return address and stack pointer.

#define CALL0(address) (((word(*)(void))(address))())
#define CALL2(address, a, b) (((word(*)(word, const char*))(address))(a, b))
#define CALL3(address, a, b, c) (((word(*)(word, const char*, const char*))(address))(a, b, c))

#define LABEL(label) "\t.type " label ", %function\n" label ":\n"
#define BEHIND  // of both entries

// What an IFUNC's resolver decides by, as glibc's dl-irel.h of the processor has it: nothing here,
// else GLRO(dl_hwcap), which is what its getauxval returns.
#define RESOLVE(table, address) CALL0(address)
enum { HWCAP = 16, HWCAP2 = 26 };
#define CAPABILITIES(table, which) (((word(*)(word))((word)(table) + (table)->getauxval))(which))
#define RESOLVE_BY_HWCAP(table, address) (((word(*)(word))(address))(CAPABILITIES(table, HWCAP)))

#if defined(__x86_64__)
// In %rdi, %rsi, %rdx. The stack is as at a call: 8 short of 16.
#define NO_VERSION "\txor %esi, %esi\n"
#define VERSION "\tmov %rdx, %rsi\n"
#define ENTRY(label, version, target) \
  LABEL(label)                        \
  "\tcmp $-1, %rdi\n"                 \
  "\tjne 1f\n"                        \
  "\tpush %rdi\n"                     \
  "\tpush %rsi\n"                     \
  "\tpush %rdx\n"                     \
  "\tmov %rsi, %rdi\n" version        \
  "\tmov 24(%rsp), %rdx\n"            \
  "\tlea table(%rip), %rcx\n"         \
  "\tcall find\n"                     \
  "\tpop %rdx\n"                      \
  "\tpop %rsi\n"                      \
  "\tpop %rdi\n"                      \
  "\ttest %rax, %rax\n"               \
  "\tjnz 2f\n"                        \
  "1:\tlea table(%rip), %rax\n"       \
  "\tadd " target                     \
  "(%rax), %rax\n"                    \
  "\tjmp *%rax\n"                     \
  "2:\tret\n"

#elif defined(__aarch64__)
#undef RESOLVE
#define RESOLVE(table, address) resolve(table, address)
static inline word resolve(const struct table* table, word address) {
  const word hwcap = CAPABILITIES(table, HWCAP);
  const word more[3] = {sizeof(more), hwcap, CAPABILITIES(table, HWCAP2)};  // __ifunc_arg_t
  return ((word(*)(word, const word*))address)(hwcap | (word)1 << 62 /* `more` */, more);
}
#define NO_VERSION "\tmov x1, xzr\n"
#define VERSION "\tmov x1, x2\n"
#define ENTRY(label, version, target)        \
  LABEL(label)                               \
  "\thint #34\n" /* BTI c */                 \
  "\tcmn x0, #1\n"                           \
  "\tb.ne 1f\n"                              \
  "\tstp x0, x1, [sp, #-32]!\n"              \
  "\tstp x2, x30, [sp, #16]\n"               \
  "\tmov x0, x1\n" version                   \
  "\tmov x2, x30\n"                          \
  "\tadr x3, table\n"                        \
  "\tbl find\n"                              \
  "\tmov x16, x0\n"                          \
  "\tldp x2, x30, [sp, #16]\n"               \
  "\tldp x0, x1, [sp], #32\n"                \
  "\tcbnz x16, 2f\n"                         \
  "1:\tadr x16, table\n"                     \
  "\tldr x17, [x16, #" target                \
  "]\n"                                      \
  "\tadd x16, x16, x17\n"                    \
  "\tbr x16\n" /* by x16: BTI c allows it */ \
  "2:\tmov x0, x16\n"                        \
  "\tret\n"

#elif defined(__i386__)
// On the stack, behind the return address, which is at 12 behind a multiple of 16.
#define NO_VERSION "\tpushl $0\n"
#define VERSION "\tpushl 32(%esp)\n"
#define ENTRY(label, version, target) \
  LABEL(label)                        \
  "\tcmpl $-1, 4(%esp)\n"             \
  "\tjne 1f\n"                        \
  "\tsubl $12, %esp\n"                \
  "\tcall 3f\n"                       \
  "3:\tpopl %eax\n"                   \
  "\taddl $(table - 3b), %eax\n"      \
  "\tpushl %eax\n"                    \
  "\tpushl 16(%esp)\n" version        \
  "\tpushl 32(%esp)\n"                \
  "\tcall find\n"                     \
  "\taddl $28, %esp\n"                \
  "\ttestl %eax, %eax\n"              \
  "\tjnz 2f\n"                        \
  "1:\tcall 4f\n"                     \
  "4:\tpopl %eax\n"                   \
  "\taddl $(table - 4b), %eax\n"      \
  "\taddl " target                    \
  "(%eax), %eax\n"                    \
  "\tjmp *%eax\n"                     \
  "2:\tret\n"

#elif defined(__arm__)
#undef RESOLVE
#define RESOLVE RESOLVE_BY_HWCAP
// The C library's may be in Thumb state: its address has bit 0 then, which bx obeys.
#define NO_VERSION "\tmov r1, #0\n"
#define VERSION "\tmov r1, r2\n"
#define ENTRY(label, version, target) \
  LABEL(label)                        \
  "\tcmn r0, #1\n"                    \
  "\tbne 1f\n"                        \
  "\tpush {r0, r1, r2, lr}\n"         \
  "\tmov r0, r1\n" version            \
  "\tmov r2, lr\n"                    \
  "\tadr r3, table_distance\n"        \
  "\tldr ip, [r3]\n"                  \
  "\tadd r3, r3, ip\n"                \
  "\tbl find\n"                       \
  "\tmov ip, r0\n"                    \
  "\tpop {r0, r1, r2, lr}\n"          \
  "\tcmp ip, #0\n"                    \
  "\tbne 2f\n"                        \
  "1:\tadr r3, table_distance\n"      \
  "\tldr ip, [r3]\n"                  \
  "\tadd r3, r3, ip\n"                \
  "\tldr ip, [r3, #" target           \
  "]\n"                               \
  "\tadd ip, ip, r3\n"                \
  "\tbx ip\n"                         \
  "2:\tmov r0, ip\n"                  \
  "\tbx lr\n"
#undef BEHIND
#define BEHIND        \
  "table_distance:\n" \
  "\t.word table - table_distance\n"

#elif defined(__s390x__)
#undef RESOLVE
#define RESOLVE RESOLVE_BY_HWCAP
// The caller's frame has room for the callee's %r2 to %r15, from 16 on.
#define NO_VERSION "\tlghi %r3, 0\n"
#define VERSION "\tlgr %r3, %r4\n"
#define ENTRY(label, version, target) \
  LABEL(label)                        \
  "\tcghi %r2, -1\n"                  \
  "\tjne 1f\n"                        \
  "\tstmg %r2, %r15, 16(%r15)\n"      \
  "\tlgr %r2, %r3\n" version          \
  "\tlgr %r4, %r14\n"                 \
  "\tlarl %r5, table\n"               \
  "\taghi %r15, -160\n"               \
  "\tbrasl %r14, find\n"              \
  "\tlgr %r0, %r2\n"                  \
  "\tlmg %r2, %r15, 176(%r15)\n"      \
  "\tltgr %r0, %r0\n"                 \
  "\tjne 2f\n"                        \
  "1:\tlarl %r1, table\n"             \
  "\tag %r1, " target                 \
  "(%r1)\n"                           \
  "\tbr %r1\n"                        \
  "2:\tlgr %r2, %r0\n"                \
  "\tbr %r14\n"

#elif defined(__powerpc64__) || defined(__powerpc__)
#undef RESOLVE
#define RESOLVE RESOLVE_BY_HWCAP
#if defined(__powerpc64__)
#define LOAD "ld "
#define STORE "std "
#define COMPARE "cmpdi "
#define W "8"
#define KEPT_LR "16(1)"  // in the caller's frame
#else
#define LOAD "lwz "
#define STORE "stw "
#define COMPARE "cmpwi "
#define W "4"
#define KEPT_LR "4(1)"
#endif
// In r3, r4, r5. r2, the caller's TOC pointer, stays: whoever calls another module's function in
// ELFv2 has saved it. r12: what the C library's computes its own from.
#define NO_VERSION "\tli 4, 0\n"
#define VERSION "\tmr 4, 5\n"
#define ENTRY(label, version, target) \
  LABEL(label)                        \
  "\t" COMPARE                        \
  "3, -1\n"                           \
  "\tbne 1f\n"                        \
  "\tmflr 0\n"                        \
  "\t" STORE "0, " KEPT_LR            \
  "\n"                                \
  "\t" STORE "1, -8*" W               \
  "(1)\n"                             \
  "\taddi 1, 1, -8*" W                \
  "\n"                                \
  "\t" STORE "3, 4*" W                \
  "(1)\n"                             \
  "\t" STORE "4, 5*" W                \
  "(1)\n"                             \
  "\t" STORE "5, 6*" W                \
  "(1)\n"                             \
  "\tmr 3, 4\n" version               \
  "\tmr 5, 0\n"                       \
  "\tbcl 20, 31, 3f\n"                \
  "3:\tmflr 6\n"                      \
  "\taddi 6, 6, table - 3b\n"         \
  "\tbl find\n"                       \
  "\tmr 6, 3\n"                       \
  "\t" LOAD "3, 4*" W                 \
  "(1)\n"                             \
  "\t" LOAD "4, 5*" W                 \
  "(1)\n"                             \
  "\t" LOAD "5, 6*" W                 \
  "(1)\n"                             \
  "\taddi 1, 1, 8*" W                 \
  "\n"                                \
  "\t" LOAD "0, " KEPT_LR             \
  "\n"                                \
  "\tmtlr 0\n"                        \
  "\t" COMPARE                        \
  "6, 0\n"                            \
  "\tbne 2f\n"                        \
  "1:\tmflr 0\n"                      \
  "\tbcl 20, 31, 4f\n"                \
  "4:\tmflr 11\n"                     \
  "\tmtlr 0\n"                        \
  "\taddi 11, 11, table - 4b\n"       \
  "\t" LOAD "12, " target             \
  "(11)\n"                            \
  "\tadd 12, 12, 11\n"                \
  "\tmtctr 12\n"                      \
  "\tbctr\n"                          \
  "2:\tmr 3, 6\n"                     \
  "\tblr\n"

#elif defined(__riscv)
#undef RESOLVE
#define RESOLVE(table, address) resolve(table, address)
static inline word resolve(const struct table* table, word address) {
  const word hwprobe = table->hwprobe == 0 ? 0 : (word)table + table->hwprobe;
  return ((word(*)(word, word, word))address)(CAPABILITIES(table, HWCAP), hwprobe, 0);
}
#define NO_VERSION "\tli a1, 0\n"
#define VERSION "\tmv a1, a2\n"
#define ENTRY(label, version, target) \
  LABEL(label)                        \
  "\tli t0, -1\n"                     \
  "\tbne a0, t0, 1f\n"                \
  "\taddi sp, sp, -32\n"              \
  "\tsd a0, 0(sp)\n"                  \
  "\tsd a1, 8(sp)\n"                  \
  "\tsd a2, 16(sp)\n"                 \
  "\tsd ra, 24(sp)\n"                 \
  "\tmv a0, a1\n" version             \
  "\tmv a2, ra\n"                     \
  "\tlla a3, table\n"                 \
  "\tjal ra, find\n"                  \
  "\tmv t1, a0\n"                     \
  "\tld a0, 0(sp)\n"                  \
  "\tld a1, 8(sp)\n"                  \
  "\tld a2, 16(sp)\n"                 \
  "\tld ra, 24(sp)\n"                 \
  "\taddi sp, sp, 32\n"               \
  "\tbnez t1, 2f\n"                   \
  "1:\tlla t1, table\n"               \
  "\tld t2, " target                  \
  "(t1)\n"                            \
  "\tadd t1, t1, t2\n"                \
  "\tjr t1\n"                         \
  "2:\tmv a0, t1\n"                   \
  "\tret\n"

#elif defined(__mips__)
// In $4, $5, $6. The callee may save its arguments in the first 16 bytes of the caller's frame.
// $28 is the caller's to restore.
#define NO_VERSION "\tmove $5, $0\n"
#define VERSION "\tmove $5, $6\n"
#define ENTRY(label, version, target)                        \
  LABEL(label)                                               \
  "\t.set noreorder\n"                                       \
  "\taddiu $2, $4, 1\n"                                      \
  "\tbnez $2, 1f\n"                                          \
  "\tnop\n"                                                  \
  "\taddiu $29, $29, -32\n"                                  \
  "\tsw $4, 16($29)\n"                                       \
  "\tsw $5, 20($29)\n"                                       \
  "\tsw $6, 24($29)\n"                                       \
  "\tsw $31, 28($29)\n"                                      \
  "\tmove $4, $5\n" version                                  \
  "\tmove $6, $31\n"                                         \
  "\tbal 3f\n"                                               \
  "\tnop\n"                                                  \
  "3:\taddiu $7, $31, table - 3b\n"                          \
  "\tbal find\n"                                             \
  "\tnop\n"                                                  \
  "\tlw $4, 16($29)\n"                                       \
  "\tlw $5, 20($29)\n"                                       \
  "\tlw $6, 24($29)\n"                                       \
  "\tlw $31, 28($29)\n"                                      \
  "\tbnez $2, 2f\n"                                          \
  "\taddiu $29, $29, 32\n"                                   \
  "1:\tmove $3, $31\n"                                       \
  "\tbal 4f\n"                                               \
  "\tnop\n"                                                  \
  "4:\taddiu $24, $31, table - 4b\n"                         \
  "\tlw $25, " target                                        \
  "($24)\n"                                                  \
  "\tmove $31, $3\n"                                         \
  "\taddu $25, $25, $24\n"                                   \
  "\tjr $25\n" /* what a function computes its GOT's from */ \
  "\tnop\n"                                                  \
  "2:\tjr $31\n"                                             \
  "\tnop\n"                                                  \
  "\t.set reorder\n"
#undef CALL0
#undef CALL2
#undef CALL3
#define CALL(type, address, ...)                             \
  ({                                                         \
    register type* callee __asm__("$25") = (type*)(address); \
    __asm__ volatile("" : "+r"(callee));                     \
    callee(__VA_ARGS__);                                     \
  })
typedef word function0(void);
typedef word function2(word, const char*);
typedef word function3(word, const char*, const char*);
#define CALL0(address) CALL(function0, address)
#define CALL2(address, a, b) CALL(function2, address, a, b)
#define CALL3(address, a, b, c) CALL(function3, address, a, b, c)

#else
#error "a processor that is not known here"
#endif

#if UINTPTR_MAX == UINT32_MAX
#define SECOND_WORD "4"
#else
#define SECOND_WORD "8"
#endif
__asm__("\t.text\n" ENTRY("dlsym", NO_VERSION, "0") ENTRY("dlvsym", VERSION, SECOND_WORD) BEHIND);
