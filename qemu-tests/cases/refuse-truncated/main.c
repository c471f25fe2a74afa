// build: liba.so main.c
// build: main main.c -la
// shell: head -c 600 liba.so >cut; cat cut >liba.so
// refuse: liba\.so

// A library that is cut off behind its headers.

int a(void);

#if defined(PART_liba)
int a(void) { return 1; }
#else
int main(void) { return a(); }
#endif
