/* Stands for the C library: what the others need of it, in versions. Seeds are never run. */

__thread int errno_here;
char** environ;
int printed;

int puts_old(const char* s) { return s[0]; }
int puts_new(const char* s) { return s[0] + printed; }
__asm__(".symver puts_old, puts@GLIBC_2.0");
__asm__(".symver puts_new, puts@@GLIBC_2.34");
int* errno_address(void) { return &errno_here; }
