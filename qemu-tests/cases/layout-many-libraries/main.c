// build: libfirst.so main.c
// shell: for i in $(seq 40); do $CC -fPIC -shared -DLIBRARY=$i main.c -o libn$i.so; done
// shell: for i in $(seq 40); do echo "-ln$i"; done >libraries
// build: main main.c -lfirst @libraries
// folded: libfirst.so libn1.so libn20.so libn40.so
// packed: more program headers than the kernel takes
// output: sum 820, tls 820, constructed 40

// Forty libraries with four segments each, all with a TLS block and a constructor: more program
// headers than the kernel took before Linux 6.17, and than fit before the text, where strip and its
// like put them. So the fold is packed: it gives its segments their rights itself, before the
// loader starts.

#include <stdio.h>

#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)

extern int constructed;

#if defined(PART_libfirst)
int constructed;
#elif defined(LIBRARY)
static __thread int tls = LIBRARY;
int JOIN(number, LIBRARY)(void);
int JOIN(number, LIBRARY)(void) { return LIBRARY; }
int JOIN(tls, LIBRARY)(void);
int JOIN(tls, LIBRARY)(void) { return tls; }
__attribute__((constructor)) static void construct(void) { ++constructed; }
#else
#define TEN(x, t) x(t##1) x(t##2) x(t##3) x(t##4) x(t##5) x(t##6) x(t##7) x(t##8) x(t##9)
#define ALL(x) TEN(x, ) TEN(x, 1) TEN(x, 2) TEN(x, 3) x(10) x(20) x(30) x(40)
#define DECLARE(n)     \
  int number##n(void); \
  int tls##n(void);
ALL(DECLARE)
#define ADD_NUMBER(n) +number##n()
#define ADD_TLS(n) +tls##n()
int main(void) {
  printf("sum %d, tls %d, constructed %d\n", ALL(ADD_NUMBER), ALL(ADD_TLS), constructed);
}
#endif
