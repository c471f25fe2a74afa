/* Stands for the C library: what the others need of it, in versions. Seeds are never run. */

__thread int errno_here;
char** environ;
int printed;

#ifdef MUSL
int puts(const char* s) { return s[0]; }
#else
int puts_old(const char* s) { return s[0]; }
int puts_new(const char* s) { return s[0] + printed; }
__asm__(".symver puts_old, puts@GLIBC_2.0");
__asm__(".symver puts_new, puts@@GLIBC_2.34");
#endif
int* errno_address(void) { return &errno_here; }
#ifdef TOTAL
void* dlopen(const char* name, int how) { return printed + how ? (void*)name : 0; }
void* dlmopen(long space, const char* name, int how) {
  return printed + how + space ? (void*)name : 0;
}
void* dlsym(void* library, const char* name) { return printed ? (void*)name : library; }
void* dlvsym(void* library, const char* name, const char* version) {
  return printed ? (void*)name : library ? library : (void*)version;
}
#endif
