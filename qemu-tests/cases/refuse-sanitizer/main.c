// machines: x86-64: its compiler comes with libasan
// build: main main.c -fsanitize=address
// refuse: libasan.so.8: DT_SONAME: expected no AddressSanitizer in the fold \(--keep libc --keep libasan.so.8\), found libasan.so.8
// fold:

// AddressSanitizer's library wants to be the first that the loader has, by the name of its file.

int main(void) { return 0; }
