// machines: total: a fold that keeps libc refuses wrappers of what another part defines (refuse-next-symbol)
// build: libc1.so main.c
// build: libb.so main.c -lc1
// build: liba.so main.c -lb
// build: main main.c -la -lb -lc1
// folded: liba.so libb.so libc1.so
// output: program 0123 end
// output: a 123 end
// output: b 23 end
// output: by version: libc's getppid yes
// output: by no such version: nothing
// output: an IFUNC: 6
// output: only one has it: found
// output: only an earlier one has it: undefined symbol: only_a
// output: default: 0123 end
// output: dlsym by dlsym: 123 end
// output: malloc is counted: yes
// not-on: total-musl: only glibc's dlsym(RTLD_NEXT) is restored

// dlsym(RTLD_NEXT) looks behind the module that asks: a chain of three wrappers and its end, an
// IFUNC behind its wrapper, whose resolver gets what ld.so would give it, a name that one module
// alone has, dlvsym, a wrapper of libc's malloc, and dlsym itself fetched through dlsym. In one
// link map it finds nothing.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

#if defined(__x86_64__)
#define GLIBC_OLDEST "GLIBC_2.2.5"
#elif defined(__aarch64__) || defined(__powerpc64__)
#define GLIBC_OLDEST "GLIBC_2.17"
#elif defined(__s390x__)
#define GLIBC_OLDEST "GLIBC_2.2"
#elif defined(__arm__)
#define GLIBC_OLDEST "GLIBC_2.4"
#elif defined(__riscv)
#define GLIBC_OLDEST "GLIBC_2.27"
#else
#define GLIBC_OLDEST "GLIBC_2.0"
#endif

typedef const char* chain(char* text);

// Appends this module's letter, then asks the next one.
#define CHAIN(letter)                                     \
  const char* f(char* text) {                             \
    strcat(text, letter);                                 \
    chain* next = (chain*)dlsym(RTLD_NEXT, "f");          \
    return next != 0 ? next(text) : strcat(text, " end"); \
  }

#if defined(PART_libc1)
CHAIN("3")
static int six(void) { return 6; }
#if defined(__mips__)  // its psABI has no IFUNC
int picked(void) { return six(); }
#else
static int seven(void) { return 7; }
#if defined(__aarch64__)
static int (*resolve(uint64_t hwcap, const uint64_t* more))(void) {
  const uint64_t first = getauxval(AT_HWCAP);
  return hwcap == (first | (uint64_t)1 << 62) && more[0] >= 24 && more[1] == first &&
                 more[2] == getauxval(AT_HWCAP2)
             ? six
             : seven;
}
#elif defined(__arm__) || defined(__s390x__) || defined(__powerpc__)
static int (*resolve(unsigned long hwcap))(void) {
  return hwcap == getauxval(AT_HWCAP) ? six : seven;
}
#else
static int (*resolve(void))(void) { return getpid() > 0 ? six : seven; }
#endif
int picked(void) __attribute__((ifunc("resolve")));
#endif
int only_c1(void) { return 1; }
const char* from_c1(void) {
  return dlsym(RTLD_NEXT, "only_a") == 0 ? dlerror() : "undefined symbol: none";
}
#elif defined(PART_libb)
CHAIN("2")
int picked(void) { return ((int (*)(void))dlsym(RTLD_NEXT, "picked"))(); }
const char* from_b(char* text) { return ((chain*)dlsym(RTLD_NEXT, "f"))(text); }
#elif defined(PART_liba)
CHAIN("1")
int only_a(void) { return 1; }
const char* from_a(char* text) { return ((chain*)dlsym(RTLD_NEXT, "f"))(text); }
static size_t mallocs;
void* malloc(size_t size) {
  static void* (*real)(size_t);
  if (real == 0) real = (void* (*)(size_t))dlsym(RTLD_NEXT, "malloc");
  ++mallocs;
  return real(size);
}
size_t count(void) { return mallocs; }
#else
CHAIN("0")
const char* from_a(char* text);
const char* from_b(char* text);
const char* from_c1(void);
int picked(void);
size_t count(void);
typedef pid_t parent(void);
int main(void) {
  char text[4][100] = {"", "", "", ""};
  printf("program %s\n", f(text[0]));
  printf("a %s\n", ((chain*)dlsym(RTLD_NEXT, "f"))(text[1]));
  printf("b %s\n", from_a(text[2]));
  parent* by_version = (parent*)dlvsym(RTLD_NEXT, "getppid", GLIBC_OLDEST);
  printf("by version: libc's getppid %s\n",
         by_version != 0 && by_version() == getppid() ? "yes" : "no");
  printf("by no such version: %s\n",
         dlvsym(RTLD_NEXT, "getppid", "GLIBC_0") == 0 ? "nothing" : "something");
  printf("an IFUNC: %d\n", picked());
  printf("only one has it: %s\n", dlsym(RTLD_NEXT, "only_c1") != 0 ? "found" : "lost");
  void* (*other)(void*, const char*) = (void* (*)(void*, const char*))dlsym(RTLD_DEFAULT, "dlsym");
  char nothing[100] = "";
  (void)from_b(nothing);
  const char* error = from_c1();
  printf("only an earlier one has it: %s\n", strstr(error, "undefined symbol"));
  printf("default: %s\n", ((chain*)dlsym(RTLD_DEFAULT, "f"))(text[3]));
  char more[100] = "";
  printf("dlsym by dlsym: %s\n", ((chain*)other(RTLD_NEXT, "f"))(more));
  const size_t before = count();
  void* volatile kept = malloc(1000);
  free(kept);
  printf("malloc is counted: %s\n", count() > before ? "yes" : "no");
  return 0;
}
#endif
