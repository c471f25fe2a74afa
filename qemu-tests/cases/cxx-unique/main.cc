// build: liba.so main.cc
// build: libb.so main.cc -la
// build: first.so main.cc
// build: second.so main.cc
// build: main main.cc -la -lb
// folded: liba.so libb.so libstdc++.so.6
// run-with: first.so second.so
// output: main 1, a 2, b 3
// output: first 4, second 5, main 6
// output: unknown to main: first 1, second 2

// STB_GNU_UNIQUE: a template's static variable is one for the whole process, for plugins loaded
// with RTLD_LOCAL too. A fold that turns it into an ordinary or local symbol gives each its own
// count.

#include <dlfcn.h>
#include <cstdio>

template <typename T>
struct Counter {
  static inline int count = 0;
};
struct OnlyInPlugins {};
int count_a();
int count_b();

#if defined(PART_liba)
int count_a() { return ++Counter<int>::count; }
#elif defined(PART_libb)
int count_b() { return ++Counter<int>::count; }
#elif defined(PART_first) || defined(PART_second)
extern "C" int count() { return ++Counter<int>::count; }
extern "C" int count_private() { return ++Counter<OnlyInPlugins>::count; }
#else
using Function = int();
static Function* function(void* handle, const char* name) {
  void* found = handle ? dlsym(handle, name) : nullptr;
  if (!found) puts(dlerror());
  return reinterpret_cast<Function*>(found);
}
int main() {
  int main_count = ++Counter<int>::count;
  int a_count = count_a();
  int b_count = count_b();
  printf("main %d, a %d, b %d\n", main_count, a_count, b_count);
  void* first = dlopen("./first.so", RTLD_NOW | RTLD_LOCAL);
  void* second = dlopen("./second.so", RTLD_NOW | RTLD_LOCAL);
  int first_count = function(first, "count")();
  int second_count = function(second, "count")();
  main_count = ++Counter<int>::count;
  printf("first %d, second %d, main %d\n", first_count, second_count, main_count);
  first_count = function(first, "count_private")();
  second_count = function(second, "count_private")();
  printf("unknown to main: first %d, second %d\n", first_count, second_count);
}
#endif
