// build: libreal.so main.c
// build: libfilter.so main.c -Wl,-f,libreal.so
// build: main main.c -lfilter -lreal
// folded: libfilter.so libreal.so
// output: who = real, only in the filter = filter

// The filtee of a DT_AUXILIARY is in the search list already, behind its filter: it comes to stand
// before it.

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
