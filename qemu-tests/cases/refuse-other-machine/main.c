// build: liba.so main.c
// build: main main.c -la
// shell: edit-elf liba.so machine 42
// refuse: liba\.so only for another machine or ABI: .*liba\.so$

// A library of another machine (EM_SH) is on the path. ld.so passes over it and goes on with the
// search; the line says why none was found.

int a(void);

#if defined(PART_liba)
static int one = 1;
int* pointer = &one;
int a(void) { return *pointer; }
#else
int main(void) { return a(); }
#endif
