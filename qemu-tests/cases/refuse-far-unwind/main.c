// build: libbig.so main.c
// shell: edit-elf libbig.so last-load-memsz 0xc0000000
// build: main main.c -lbig
// refuse: main: \.eh_frame_hdr: expected at most 2 GiB between .*, found 0xc0[0-9a-f]{6} bytes
// not-on: i386 armhf powerpc mips mipsel: a 32-bit address space has no room for it

// 3 GiB of .bss lie between main's code and what is laid behind the libraries, where the fold's
// unwind tables go: distances of 32 bits in them would be cut, and nothing could be thrown.

int in_library(void);

#if defined(PART_libbig)
int in_library(void) { return 1; }
#else
int main(void) { return in_library() - 1; }
#endif
