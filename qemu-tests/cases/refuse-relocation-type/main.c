// build: liba.so main.c
// build: main main.c -la
// shell: edit-elf liba.so relocation-type 199
// refuse: liba\.so: r_type: expected a relocation type of [^,]+, found 199$

// A type that no machine has given out.

int a(void);

#if defined(PART_liba)
static int one = 1;
int* pointer = &one;
int a(void) { return *pointer; }
#else
int main(void) { return a(); }
#endif
