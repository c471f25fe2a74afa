// build: liba.so main.c
// build: libb.so main.c -la
// build: main main.c -lb -la -Wl,-z,now
// folded: liba.so libb.so

// What self-test damages: a bit of everything that a loader does before a program's constructors
// run.

#include <stdio.h>
#include <stdlib.h>

extern __thread int dynamic_tls, static_tls;
extern int (*const functions_a[])(const char*);
extern const char* words_a[];
int a(void);
int b(void);

#if defined(PART_liba)
__thread int dynamic_tls = 7;
__thread int static_tls __attribute__((tls_model("initial-exec"))) = 8;
const char* words_a[] = {"one", "two"};
int (*const functions_a[])(const char*) = {puts, atoi};
__attribute__((constructor)) static void first(void) { words_a[0] = "first"; }
__attribute__((constructor)) static void second(void) { words_a[1] = "second"; }
__attribute__((destructor)) static void last(void) { words_a[0] = "last"; }
int a(void) { return ++dynamic_tls + ++static_tls; }
#elif defined(PART_libb)
__attribute__((constructor)) static void first(void) { words_a[0] = "b"; }
__thread int tls_b = 1;
int b(void) { return tls_b - 1 + a() + functions_a[1]("1"); }
#else
int main(void) { return b() - 18; }
#endif
