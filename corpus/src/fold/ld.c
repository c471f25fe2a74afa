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
