// build: libdeep.so main.cc
// build: plugin.so main.cc -ldeep
// build: main main.cc -pthread -rdynamic
// fold-lib: plugin.so
// without-on: ppc64le lint: elfutils 0.188 knows no dynamic IRELATIVE of this machine
// folded: libdeep.so
// output: construct deep
// output: caught 7, tls 5, from host 9
// output: thread: tls 5
// output: dlclose
// output: destruct deep
// output: closed

// A folded plugin that a program opens, uses in threads (dynamic TLS), lets throw through its parts
// and closes: destructors run at dlclose, not at exit. It uses the host program's symbols.

#include <dlfcn.h>
#include <pthread.h>
#include <cstdio>

extern "C" {
void deep(int number);
int tls();
int host();
int plugin(int out[2]);
}

#if defined(PART_libdeep)
static thread_local int value = 5;
void deep(int number) { throw number; }
int tls() { return value; }
struct Static {
  Static() { puts("construct deep"); }
  ~Static() { puts("destruct deep"); }
};
static Static object;
#elif defined(PART_plugin)
int plugin(int out[2]) {
  out[0] = tls();
  out[1] = host();
  try {
    deep(7);
  } catch (int number) {
    return number;
  }
  return -1;
}
#else
int host() { return 9; }
static int (*function)(int*);
static void* run(void* unused) {
  int out[2];
  function(out);
  printf("thread: tls %d\n", out[0]);
  return unused;
}
int main() {
  void* handle = dlopen("./plugin.so", RTLD_NOW | RTLD_LOCAL);
  if (!handle) {
    puts(dlerror());
    return 1;
  }
  function = reinterpret_cast<int (*)(int*)>(dlsym(handle, "plugin"));
  int out[2];
  int caught = function(out);
  printf("caught %d, tls %d, from host %d\n", caught, out[0], out[1]);
  pthread_t thread;
  pthread_create(&thread, nullptr, run, nullptr);
  pthread_join(thread, nullptr);
  puts("dlclose");
  dlclose(handle);
  puts("closed");
}
#endif
