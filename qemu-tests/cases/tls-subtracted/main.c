// machines: i386: no other machine has offsets that are subtracted
// build: libval.so main.c
// build: main main.c -lval
// folded: libval.so
// output: own: 20, 21, library's: 30, 31, program's: 11

// R_386_TLS_TPOFF32, which x@gottpoff asks for: the distance from the variable up to the thread
// pointer. What is added to it leads down, and for a static variable its offset in the block is
// subtracted there.

#include <stdio.h>

extern __thread int shared[2];
extern __thread int exe[2];
int own(void);
int own_other(void);
int first(void);
int programs(void);

#define READ(function, variable)                    \
  __asm__(                                          \
      ".text\n"                                     \
      ".globl " #function "\n" #function            \
      ":\n"                                         \
      "  push %ebx\n"                               \
      "  call 1f\n"                                 \
      "1: pop %ebx\n"                               \
      "  add $_GLOBAL_OFFSET_TABLE_+[.-1b], %ebx\n" \
      "  mov %gs:0, %eax\n"                         \
      "  sub " variable                             \
      "@gottpoff(%ebx), %eax\n"                     \
      "  mov (%eax), %eax\n"                        \
      "  pop %ebx\n"                                \
      "  ret\n")

#if defined(PART_libval)
__attribute__((used)) static __thread int one __asm__("local_one") = 20;
__attribute__((used)) static __thread int another __asm__("local_another") = 21;
__thread int shared[2] = {30, 31};
READ(own, "local_one");
READ(own_other, "local_another");
READ(first, "shared");
READ(programs, "exe");
#else
__thread int exe[2] = {11, 12};
int main(void) {
  printf("own: %d, %d, library's: %d, %d, program's: %d\n", own(), own_other(), first(), shared[1],
         programs());
}
#endif
