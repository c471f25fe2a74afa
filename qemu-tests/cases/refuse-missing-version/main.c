// build: stub/libv.so main.c -Wl,--version-script=both.map
// build: main main.c -Lstub -lv
// build: libv.so main.c -Wl,--version-script=old.map
// refuse: V2.*

// main needs V2 of libv, which has V1 only: ld.so refuses at start, the fold says so before.

int value(void);

#if defined(PART_libv)
int value(void) { return 1; }
#else
int main(void) { return value(); }
#endif
