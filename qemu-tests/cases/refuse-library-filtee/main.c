// build: libreal.so main.c
// build: libfilter.so main.c -Wl,-F,libreal.so
// build: main main.c -lfilter
// fold-lib: libfilter.so
// refuse: libfilter\.so: DT_FILTER: expected none in a shared object that is folded, found one.*

// A filtee's definitions come before its filter's, and the host program's search order has both.

const char* who(void);

#if defined(PART_libreal)
const char* who(void) { return "real"; }
#elif defined(PART_libfilter)
const char* who(void) { return "filter"; }
#else
#include <stdio.h>
int main(void) { printf("who = %s\n", who()); }
#endif
