// build: liba.so main.cc
// build: libb.so main.cc -la
// build: plugin.so main.cc
// build: main main.cc -la -lb
// folded: liba.so libb.so libstdc++.so.6
// run-with: plugin.so
// output: a's: circle yes, square no, type equal 1, name equal 1
// output: b's: circle yes, square no, type equal 1, name equal 1
// output: plugin's: circle yes, square no, type equal 1, name equal 1
// output: local to each: 2 4 6
// output: any: 5

// typeinfo of one class emitted in the executable, two folded libraries and a plugin that is loaded
// later is one object, or dynamic_cast, type_info::operator== and std::any_cast fail across parts.

#include <dlfcn.h>
#include <any>
#include <cstdio>
#include <typeinfo>

struct Shape {
  virtual ~Shape() {}
  virtual int sides() const { return 0; }
};
struct Circle : Shape {};
struct Square : Shape {
  int sides() const override { return 4; }
};
template <typename T>
struct Counter {
  static inline int count = 0;
};
inline int count_here() {
  static int calls = 0;
  return calls += 2;
}
Shape* make_a();
Shape* make_b();
std::any any_a();
int count_a();
int count_b();

#if defined(PART_liba)
Shape* make_a() { return new Circle; }
std::any any_a() { return 5; }
int count_a() { return count_here(); }
#elif defined(PART_libb)
Shape* make_b() { return new Circle; }
int count_b() { return count_here(); }
#elif defined(PART_plugin)
extern "C" Shape* make_plugin() { return new Circle; }
#else
static void show(const char* whose, const Shape* shape) {
  printf("%s: circle %s, square %s, type equal %d, name equal %d\n", whose,
         dynamic_cast<const Circle*>(shape) ? "yes" : "no",
         dynamic_cast<const Square*>(shape) ? "yes" : "no", typeid(*shape) == typeid(Circle),
         typeid(*shape).name() == typeid(Circle).name());
}
int main() {
  show("a's", make_a());
  show("b's", make_b());
  void* plugin = dlopen("./plugin.so", RTLD_NOW | RTLD_LOCAL);
  if (!plugin) {
    puts(dlerror());
    return 1;
  }
  show("plugin's", reinterpret_cast<Shape* (*)()>(dlsym(plugin, "make_plugin"))());
  int first = count_here(), second = count_a(), third = count_b();
  printf("local to each: %d %d %d\n", first, second, third);
  printf("any: %d\n", std::any_cast<int>(any_a()));
}
#endif
