// build: liba.so main.cc
// build: libb.so main.cc -la
// build: main main.cc -la -lb -pthread
// folded: liba.so libb.so libstdc++.so.6
// output: thread: a built
// output: thread: b built
// output: thread: values 1 2
// output: b destroyed
// output: a destroyed
// output: main: a built
// output: main: values 1
// output: once: 1 run, static 1 run
// output: end of main
// output: a destroyed

// thread_local objects with constructors and destructors in folded libraries (__cxa_thread_atexit
// with the library's __dso_handle), std::call_once (its TLS lives in libstdc++) and function
// statics.

#include <cstdio>
#include <mutex>
#include <thread>

const char* thread_name();
int value_a();
int value_b();
int once_a();
int static_a();

#if defined(PART_liba)
static thread_local const char* name = "main";
const char* thread_name() { return name; }
void set_thread_name(const char* new_name) { name = new_name; }
struct A {
  A() { printf("%s: a built\n", thread_name()); }
  ~A() { puts("a destroyed"); }
  int value = 1;
};
static thread_local A a;
int value_a() { return a.value; }
int once_a() {
  static std::once_flag flag;
  static int runs = 0;
  std::call_once(flag, [] { ++runs; });
  return runs;
}
struct Static {
  static inline int runs = 0;
  Static() { ++runs; }
};
int static_a() {
  static Static object;
  return Static::runs;
}
#elif defined(PART_libb)
struct B {
  B() { printf("%s: b built\n", thread_name()); }
  ~B() { puts("b destroyed"); }
  int value = 2;
};
static thread_local B b;
int value_b() { return b.value; }
#else
void set_thread_name(const char* new_name);
int main() {
  std::thread([] {
    set_thread_name("thread");
    int a = value_a();
    int b = value_b();
    printf("thread: values %d %d\n", a, b);
  }).join();
  int a = value_a();
  printf("main: values %d\n", a);
  std::thread one(once_a), two(once_a), three(static_a);
  one.join();
  two.join();
  three.join();
  printf("once: %d run, static %d run\n", once_a(), static_a());
  puts("end of main");
}
#endif
