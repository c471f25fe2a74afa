// build: liba.so main.c
// build: main main.c -la
// shell: rm liba.so
// refuse: liba\.so

// A library that cannot be found is named.

int a(void);

#if defined(PART_liba)
int a(void) { return 1; }
#else
int main(void) { return a(); }
#endif
