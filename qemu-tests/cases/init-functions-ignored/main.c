// build: liba.so main.c -Wl,-init=start -Wl,-fini=stop
// build: main main.c -la -Wl,-init=start -Wl,-fini=stop
// folded: liba.so
// output: liba's constructor
// output: main's constructor
// output: main
// output: main's destructor
// output: liba's destructor
// machines: riscv64: only its glibc has ELF_INITFINI 0

// A port that came after DT_INIT_ARRAY has nobody who calls DT_INIT and DT_FINI (glibc,
// elf-initfini.h): not the loader, and not a fold's start code either.

#include <stdio.h>

#if defined(PART_liba)
#define NAME "liba"
#else
#define NAME "main"
#endif

void start(void) { puts(NAME "'s DT_INIT"); }
void stop(void) { puts(NAME "'s DT_FINI"); }
__attribute__((constructor)) static void construct(void) { puts(NAME "'s constructor"); }
__attribute__((destructor)) static void destruct(void) { puts(NAME "'s destructor"); }

#if defined(PART_main)
int main(void) { puts("main"); }
#endif
