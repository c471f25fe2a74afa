// build: liba.so main.c
// build: main main.c -la
// shell: edit-elf liba.so flags 1
// refuse: liba\.so only for another machine or ABI: .*liba\.so$
// machines: ppc64le: function descriptors (ELFv1) are ppc64's alone

// A library of ELFv1 is no library to a loader of ELFv2.

int a(void);

#if defined(PART_liba)
static int one = 1;
int* pointer = &one;
int a(void) { return *pointer; }
#else
int main(void) { return a(); }
#endif
