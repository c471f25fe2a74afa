/* Stands for the loader: its exports, and the directories that it searches. */

char directories[] = "/lib/\0/usr/lib/";
struct {
  int size;
} _rtld_global;
void* __tls_get_addr(void* module_and_offset) { return module_and_offset; }
#ifdef __powerpc64__
void __tls_get_addr_opt(void) {}
#endif
#ifdef __i386__
__attribute__((regparm(1))) void* ___tls_get_addr(void* p) { return p; }
#endif
#ifdef __arm__
void __aeabi_read_tp(void) {}
void __aeabi_unwind_cpp_pr0(void) {}
#endif
#ifdef __s390x__
void __tls_get_offset(void) {}
#endif
#if defined(TOTAL) && defined(__x86_64__)
/* What it knows of the processor, and the function that tells where (glibc 2.34). */
static __attribute__((used)) struct {
  unsigned other[8], basic[5], known[9][8], preferred[1];
} read_only;
extern __typeof(read_only) _rtld_global_ro __attribute__((alias("read_only")));
__asm__(
    ".globl _dl_x86_get_cpu_features\n.type _dl_x86_get_cpu_features, @function\n"
    "_dl_x86_get_cpu_features: endbr64\nlea 32+read_only(%rip), %rax\nret\n");
/* Two questions to the processor, one of them twice. */
int processor(void) {
  int a = 1, b = 1, c = 0x80000008;
  __asm__ volatile("mov $1, %%eax; cpuid" : "=a"(a) : : "ebx", "ecx", "edx");
  __asm__ volatile("mov $1, %%eax; cpuid" : "=a"(b) : : "ebx", "ecx", "edx");
  __asm__ volatile("mov $0x80000008, %%eax; cpuid" : "=a"(c) : : "ebx", "ecx", "edx");
  return a + b + c;
}
#endif
void _start(void) {
  for (;;) {
  }
}
