// build: libreal.so main.c -nostdlib
// build: libfilter.so main.c -nostdlib -Wl,-F,libreal.so
// build: main main.c -lfilter
// fold-lib: libfilter.so
// refuse: libfilter\.so: DT_FILTER: expected none in a shared object that is folded, found one.*

// DT_FILTER loads its filtee where there is no DT_NEEDED at all.

const char* who(void);

#if defined(PART_libreal)
const char* who(void) { return "real"; }
#elif defined(PART_libfilter)
const char* who(void) { return "filter"; }
#else
#include <stdio.h>
int main(void) { printf("who = %s\n", who()); }
#endif
