// build: liba.so main.cc
// build: libb.so main.cc -la
// build: main main.cc -la -lb
// folded: liba.so libb.so libstdc++.so.6
// output: a's object built
// output: b's object built with a's a
// output: main's object built with b's b
// output: cout works in main
// output: main's object destroyed
// output: b's object destroyed
// output: a's object destroyed

// Global objects with constructors across parts: a's before b's before main's, destroyed in
// reverse; std::cout (initialised by libstdc++'s own constructor, copied into the executable) works
// in all.

#include <iostream>
#include <string>

const std::string& name_a();
const std::string& name_b();

#if defined(PART_liba)
struct A {
  std::string name = "a";
  A() { std::cout << "a's object built" << std::endl; }
  ~A() { std::cout << "a's object destroyed" << std::endl; }
};
static A a;
const std::string& name_a() { return a.name; }
#elif defined(PART_libb)
struct B {
  std::string name = "b";
  B() { std::cout << "b's object built with a's " << name_a() << std::endl; }
  ~B() { std::cout << "b's object destroyed" << std::endl; }
};
static B b;
const std::string& name_b() { return b.name; }
#else
struct Main {
  Main() { std::cout << "main's object built with b's " << name_b() << std::endl; }
  ~Main() { std::cout << "main's object destroyed" << std::endl; }
};
static Main object;
int main() { std::cout << "cout works in main" << std::endl; }
#endif
