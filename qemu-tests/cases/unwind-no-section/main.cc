// build: clang liba.so main.cc -fuse-ld=lld
// build: libb.so main.cc -fno-asynchronous-unwind-tables -fno-exceptions
// build: main main.cc -la -lb
// folded: liba.so libb.so libstdc++.so.6
// not-on: powerpc: the original itself, linked by lld, ends with SIGSEGV
// output: caught 5

// One unwind table over parts from two linkers, one part without any frame description.

#include <cstdio>

void throw_a(int number);
int plain_b(int number);

#if defined(PART_liba)
void throw_a(int number) { throw number; }
#elif defined(PART_libb)
int plain_b(int number) { return number + 1; }
#else
int main() {
  try {
    throw_a(plain_b(4));
  } catch (int number) {
    printf("caught %d\n", number);
  }
}
#endif
