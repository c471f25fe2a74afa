// build: liba.so main.c
// build: plugin.so main.c
// build: main main.c -la -rdynamic
// folded: liba.so
// run-with: plugin.so
// output: plugin: a 1, exe 2, data 3 then 4, tls 5
// output: main: data 4, tls 50
// output: thread: tls 5
// output: plugin's table: 1
// output: plugin's destructor

// A plugin that the program opens finds folded libraries' functions, data, versioned symbols and
// TLS variables, and the executable's symbols, in the fold's .dynsym: the very objects the program
// uses.

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

int a(void);
int exe(void);
extern int data;
extern __thread int tls;
extern int (*table[1])(void);
void plugin(void);

#if defined(PART_liba)
int data = 3;
__thread int tls = 5;
int a(void) { return 1; }
#elif defined(PART_plugin)
int (*table[1])(void) = {a};
void plugin(void) {
  int before = data++;
  printf("plugin: a %d, exe %d, data %d then %d, tls %d\n", a(), exe(), before, data, tls);
  tls = 50;
}
__attribute__((destructor)) static void destruct(void) { puts("plugin's destructor"); }
#else
int exe(void) { return 2; }
static void* run(void* unused) {
  printf("thread: tls %d\n", tls);
  return unused;
}
int main(void) {
  void* handle = dlopen("./plugin.so", RTLD_NOW);
  if (!handle) {
    puts(dlerror());
    return 1;
  }
  ((void (*)(void))dlsym(handle, "plugin"))();
  printf("main: data %d, tls %d\n", data, tls);
  pthread_t thread;
  pthread_create(&thread, NULL, run, NULL);
  pthread_join(thread, NULL);
  printf("plugin's table: %d\n", ((int (**)(void))dlsym(handle, "table"))[0]());
  fflush(stdout);
  dlclose(handle);
}
#endif
