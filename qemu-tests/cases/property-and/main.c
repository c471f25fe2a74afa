// machines: x86-64: IBT and SHSTK are x86's
// build: liba.so main.c -Wl,-z,ibt -Wl,-z,shstk
// build: libb.so main.c -Wl,-z,ibt
// build: main main.c -la -lb -Wl,-z,ibt -Wl,-z,shstk
// folded: liba.so libb.so
// output: 3

// .note.gnu.property's and-features are the AND of all parts (the runner compares them): libb lacks
// SHSTK, so the fold may claim IBT and no more.

#include <stdio.h>

int a(void);
int b(void);

#if defined(PART_liba)
int a(void) { return 1; }
#elif defined(PART_libb)
int b(void) { return 2; }
#else
int main(void) { printf("%d\n", a() + b()); }
#endif
