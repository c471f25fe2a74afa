// build: liba.so main.c
// build: main main.c -la
// shell: edit-elf liba.so flags 0x5000200
// refuse: liba\.so: e_flags: expected the loader's ABI, as 0x5000400, found 0x5000200$
// machines: armhf: other machines have no two float ABIs under one e_machine that a loader refuses

// A library for software floating point; the loader, for hardware, refuses it.

int a(void);

#if defined(PART_liba)
static int one = 1;
int* pointer = &one;
int a(void) { return *pointer; }
#else
int main(void) { return a(); }
#endif
