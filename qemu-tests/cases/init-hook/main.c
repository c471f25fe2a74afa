// build: liba.so main.c
// build: main main.c -la -rdynamic
// folded: liba.so
// output: liba's _init called it 1 times
// not-on: riscv64: a port without _init (ELF_INITFINI is 0), its start files call no such function

// The _init that start files give every library looks for a function which hardly any program has
// (__gmon_start__, a profiler's), and does nothing without it: a total fold leaves such calls out.
// Not where the program has it.

#include <stdint.h>
#include <stdio.h>

#if defined(PART_liba)
void near_init(void) {}
#else
extern void near_init(void);
static int called;
void __gmon_start__(void) {
  const uintptr_t caller = (uintptr_t)__builtin_return_address(0);
  if (caller - (uintptr_t)near_init + 0x2000 < 0x4000) ++called;
}
int main(void) { printf("liba's _init called it %d times\n", called); }
#endif
