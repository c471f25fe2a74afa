// build: liba.so main.c
// build: main main.c -la
// shell: edit-elf liba.so no-section-headers
// folded: liba.so
// without: lint
// output: construct a
// output: a 1, data 2, tls 3

// A library without section headers: everything that a loader needs is in the segments. (elflint
// has other things to say of a library of that kind, so there is nothing to compare with.)

#include <stdio.h>

int a(void);
extern int data;
int tls(void);

#if defined(PART_liba)
static __thread int tls_value = 3;
int data = 2;
int a(void) { return 1; }
int tls(void) { return tls_value; }
__attribute__((constructor)) static void construct(void) { puts("construct a"); }
#else
int main(void) { printf("a %d, data %d, tls %d\n", a(), data, tls()); }
#endif
