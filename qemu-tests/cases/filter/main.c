// build: libreal.so main.c
// build: libfilter.so main.c -Wl,-f,libreal.so
// build: main main.c -lfilter
// folded: libfilter.so libreal.so
// output: who = real, only in the filter = filter

// DT_AUXILIARY: libreal is loaded for libfilter, and its definitions come before libfilter's own.

#include <stdio.h>

const char* who(void);
const char* own(void);

#if defined(PART_libreal)
const char* who(void) { return "real"; }
#elif defined(PART_libfilter)
const char* who(void) { return "filter"; }
const char* own(void) { return "filter"; }
#else
int main(void) { printf("who = %s, only in the filter = %s\n", who(), own()); }
#endif
