// What next.c needs to know of each processor: the entries `dlsym` and `dlvsym`, and calls.

#define CALL0(address) (((word(*)(void))(address))())
#define CALL2(address, a, b) (((word(*)(word, const char*))(address))(a, b))
#define CALL3(address, a, b, c) (((word(*)(word, const char*, const char*))(address))(a, b, c))

#if defined(__x86_64__)
// In %rdi, %rsi, %rdx: handle, name, version. The stack is as at a call: 8 short of 16.
#define ENTRY(label, version, target)    \
  "\t.type " label ", %function\n" label \
  ":\n"                                  \
  "\tcmp $-1, %rdi\n" /* RTLD_NEXT */    \
  "\tjne 1f\n"                           \
  "\tpush %rdi\n"                        \
  "\tpush %rsi\n"                        \
  "\tpush %rdx\n"                        \
  "\tmov %rsi, %rdi\n" version           \
  "\tmov 24(%rsp), %rdx\n"               \
  "\tlea table(%rip), %rcx\n"            \
  "\tcall find\n"                        \
  "\tpop %rdx\n"                         \
  "\tpop %rsi\n"                         \
  "\tpop %rdi\n"                         \
  "\ttest %rax, %rax\n"                  \
  "\tjnz 2f\n"                           \
  "1:\tlea table(%rip), %rax\n"          \
  "\tadd " target                        \
  "(%rax), %rax\n"                       \
  "\tjmp *%rax\n"                        \
  "2:\tret\n"
__asm__("\t.text\n" ENTRY("dlsym", "\txor %esi, %esi\n", "0")
            ENTRY("dlvsym", "\tmov %rdx, %rsi\n", "8"));
#else
#error "a processor that is not known here"
#endif
