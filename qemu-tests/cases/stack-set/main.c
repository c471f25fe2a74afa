// change: stack --set 2M
// output: 1 + ... + 100 = 5050
// output: stack flags 6
// stack: 0x200000

// Prints what the program computes and what it sees of its own PT_GNU_STACK; the second must not
// change with the size.

#include <elf.h>
#include <link.h>
#include <stdio.h>
#include <sys/auxv.h>

static int sum_to(int n) { return n == 0 ? 0 : n + sum_to(n - 1); }

int main(void) {
  printf("1 + ... + 100 = %d\n", sum_to(100));
  const ElfW(Phdr)* headers = (const ElfW(Phdr)*)getauxval(AT_PHDR);
  for (unsigned long i = 0; i < getauxval(AT_PHNUM); ++i) {
    if (headers[i].p_type == PT_GNU_STACK) printf("stack flags %u\n", headers[i].p_flags);
  }
  return 0;
}
