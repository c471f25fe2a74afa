// build: clang liba.so main.c -fuse-ld=lld -Wl,-z,pack-relative-relocs
// build: libb.so main.c -la
// build: clang main main.c -fuse-ld=lld -Wl,-z,pack-relative-relocs -la -lb
// packed: the headers do not fit before the text
// folded: liba.so libb.so
// without-on: armhf mips mipsel lint: lld gives the program an .eh_frame_hdr without entries, which the fold has no header for
// not-on: powerpc: the original itself, linked by lld, ends with SIGSEGV
// output: a: zero one two three four five six seven eight nine, far away, odd
// output: b: zero, last nine
// output: main: ten eleven

// DT_RELR in a library and in the executable: addends in place, an address word and bitmaps. A fold
// that forgets the table leaves the pointers at their link-time values.

#include <stdio.h>

#define NO_PACK __attribute__((section(".data.packed"), used))
void print_a(void);
const char* const* words_a(void);

#if defined(PART_liba)
static const char* words[10] = {"zero", "one", "two",   "three", "four",
                                "five", "six", "seven", "eight", "nine"};
static char gap[1000] = {1};
static const char* far_away[2] = {"far away", 0};
static struct {
  long number;
  const char* word;
  long other[70];
  const char* end;
} odd = {1, "odd", {2}, "end"};
const char* const* words_a(void) { return words; }
void print_a(void) {
  printf("a:");
  for (int i = 0; i < 10; ++i) printf(" %s", words[i]);
  printf(", %s, %s\n", far_away[gap[0] - 1], odd.word);
  if (odd.end[0] != 'e') puts("odd.end is wrong");
}
#elif defined(PART_libb)
static const char* const* (*words)(void) = words_a;
void print_b(void);
void print_b(void) { printf("b: %s, last %s\n", words()[0], words()[9]); }
#else
static const char* volatile mine[2] = {"ten", "eleven"};
void print_b(void);
int main(void) {
  print_a();
  print_b();
  printf("main: %s %s\n", mine[0], mine[1]);
}
#endif
