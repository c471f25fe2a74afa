// build: liba.so main.c -Wl,--version-script=a.map
// build: libb.so main.c
// build: main main.c -la -lb -rdynamic
// folded: liba.so libb.so
// output: RTLD_DEFAULT: a 1, b 2, shared 1, data 3, exe 4, tls 5, ifunc 6
// output: dlopen(NULL): a 1, b 2, shared 1, data 3, exe 4, tls 5, ifunc 6
// output: hidden: not found, nothing: not found
// output: dlvsym: A_1 1, A_2 not found
// output: same addresses: 1 1

// dlsym(RTLD_DEFAULT), dlsym of dlopen(NULL) and dlvsym find what the folded libraries export, by
// the same scope order, and nothing that they do not.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>

int a(void);
int b(void);
int shared(void);
int picked(void);
extern int data;
extern __thread int tls;

#if defined(PART_liba)
int a(void) { return 1; }
int shared(void) { return 1; }
int data = 3;
__thread int tls = 5;
int hidden(void);
int hidden(void) { return 9; }
static int six(void) { return 6; }
#if defined(__mips__)  // its psABI has no IFUNC
int picked(void) { return six(); }
#else
static int (*resolve(void))(void) { return six; }
int picked(void) __attribute__((ifunc("resolve")));
#endif
#elif defined(PART_libb)
int b(void) { return 2; }
int shared(void) { return 2; }
#else
int exe(void);
int exe(void) { return 4; }
static int call(void* handle, const char* name) {
  void* found = dlsym(handle, name);
  return found ? ((int (*)(void))found)() : -1;
}
static int read(void* handle, const char* name) {
  void* found = dlsym(handle, name);
  return found ? *(int*)found : -1;
}
static void show(const char* what, void* handle) {
  printf("%s: a %d, b %d, shared %d, data %d, exe %d, tls %d, ifunc %d\n", what, call(handle, "a"),
         call(handle, "b"), call(handle, "shared"), read(handle, "data"), call(handle, "exe"),
         read(handle, "tls"), call(handle, "picked"));
}
static const char* found(const char* name) {
  return dlsym(RTLD_DEFAULT, name) ? "found" : "not found";
}
int main(void) {
  show("RTLD_DEFAULT", RTLD_DEFAULT);
  show("dlopen(NULL)", dlopen(NULL, RTLD_NOW));
  printf("hidden: %s, nothing: %s\n", found("hidden"), found("nothing"));
  int (*versioned)(void) = (int (*)(void))dlvsym(RTLD_DEFAULT, "a", "A_1");
  printf("dlvsym: A_1 %d, A_2 %s\n", versioned ? versioned() : -1,
         dlvsym(RTLD_DEFAULT, "a", "A_2") ? "found" : "not found");
  printf("same addresses: %d %d\n", dlsym(RTLD_DEFAULT, "a") == (void*)a,
         dlsym(RTLD_DEFAULT, "data") == (void*)&data);
  return b() + shared() - 3;
}
#endif
