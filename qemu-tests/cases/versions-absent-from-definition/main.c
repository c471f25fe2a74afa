// build: libv.so main.c -Wl,--version-script=v.map
// build: libw.so main.c -DWITHOUT
// build: main main.c -lw -lv
// build: libw.so main.c
// folded: libw.so libv.so
// output: value = w

// main asks for value@V1 of libv; libw, first in scope, has no versions at all, so its `value`
// matches. A fold that insists on the version goes on to libv.

#include <stdio.h>

const char* value(void);

#if defined(PART_libv)
const char* value(void) { return "v"; }
#elif defined(PART_libw) && defined(WITHOUT)
int other;
#elif defined(PART_libw)
const char* value(void) { return "w"; }
#else
int main(void) { printf("value = %s\n", value()); }
#endif
