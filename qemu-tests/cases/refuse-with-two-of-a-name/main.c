// build: libone.so main.c
// build: libtwo.so main.c
// build: main main.c
// fold: --keep libc --with libone.so --with libtwo.so
// refuse: libtwo\.so: --with: expected a library whose names no other part defines.*found init, which libone\.so defines too

// Plugins with one entry point each, opened by name: in one fold, dlsym on the second's handle
// would find the first's.

#include <dlfcn.h>

#if defined(PART_libone)
int init(void) { return 1; }
#elif defined(PART_libtwo)
int init(void) { return 2; }
#else
int main(void) { return dlopen("libone.so", RTLD_NOW) == dlopen("libtwo.so", RTLD_NOW); }
#endif
