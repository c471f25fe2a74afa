// build: liba.so main.c
// build: main main.c -la
// shell: edit-elf liba.so other-relocations
// refuse: liba\.so: d_tag: expected DT_RELA?, the relocations of [^,]+, found DT_RELA?$

// A library with a table of DT_REL on a machine of DT_RELA, or the other way round: its ld.so would
// not relocate it.

int a(void);

#if defined(PART_liba)
static int one = 1;
int* pointer = &one;
int a(void) { return *pointer; }
#else
int main(void) { return a(); }
#endif
