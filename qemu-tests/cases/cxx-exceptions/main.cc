// build: libthrow.so main.cc
// build: libpass.so main.cc -lthrow
// build: main main.cc -lpass -lthrow
// folded: libthrow.so libpass.so libstdc++.so.6
// output: destructor in libpass
// output: main caught odd: 1
// output: destructor in libpass
// output: main caught runtime_error: two
// output: libpass caught and threw again: three
// output: main caught int 3
// output: nested: outer / inner
// output: terminate handler: 4
// expect-exit: 9

// Exceptions thrown in one folded library, through another's frames, caught in the executable, by
// its own class, a standard class, rethrown, nested; and one nobody catches. Needs one
// .eh_frame_hdr over all parts, typeinfo that compares equal, and libstdc++ itself folded.

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>

struct Odd {
  virtual ~Odd() = default;
  int number = 1;
};
void throw_number(int number);
void pass(int number);

#if defined(PART_libthrow)
struct Derived : Odd {};
void throw_number(int number) {
  if (number == 1) throw Derived();
  if (number == 2) throw std::runtime_error("two");
  throw number;
}
#elif defined(PART_libpass)
struct Guard {
  ~Guard() { puts("destructor in libpass"); }
};
void pass(int number) {
  if (number < 3) {
    Guard guard;
    throw_number(number);
  }
  if (number == 4) throw_number(4);
  if (number == 5) {
    try {
      throw std::runtime_error("inner");
    } catch (...) {
      std::throw_with_nested(std::logic_error("outer"));
    }
  }
  try {
    throw_number(number);
  } catch (int) {
    puts("libpass caught and threw again: three");
    throw;
  }
}
#else
static void print_nested() {
  try {
    pass(5);
  } catch (const std::exception& outer) {
    try {
      std::rethrow_if_nested(outer);
    } catch (const std::exception& inner) {
      printf("nested: %s / %s\n", outer.what(), inner.what());
    }
  }
}
int main() {
  try {
    pass(1);
  } catch (const Odd& odd) {
    printf("main caught odd: %d\n", odd.number);
  }
  try {
    pass(2);
  } catch (const std::runtime_error& error) {
    printf("main caught runtime_error: %s\n", error.what());
  }
  try {
    pass(3);
  } catch (int number) {
    printf("main caught int %d\n", number);
  }
  print_nested();
  std::set_terminate([] {
    try {
      throw;
    } catch (int number) {
      printf("terminate handler: %d\n", number);
    }
    exit(9);
  });
  pass(4);
}
#endif
