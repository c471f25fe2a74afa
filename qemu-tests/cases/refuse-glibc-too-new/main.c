// shell: echo 'GLIBC_2.2.5 { global: puts; }; GLIBC_2.34 { global: __libc_start_main; }; GLIBC_2.99 { global: later; };' >versions
// build: libc.so.6 main.c -nostdlib -Wl,--version-script=versions -l:ld-linux-x86-64.so.2
// build: main main.c
// refuse: DT_VERDEF.*expected the loader of a glibc from 2\.31 to 2\.43.*--keep libc.*found one of glibc 2\.99
// not-on: emulated i386: its loader has another name
// machines: total: a fold that keeps libc does not embed its loader

// The start stub extends a list in ld.so's own records, whose layout is no interface: a glibc that
// nobody has tried is refused by its version.

#if defined(PART_libc)
int puts(const char* text) { return text[0]; }
int __libc_start_main(void) { return 0; }
int later(void) { return 0; }
#else
int puts(const char* text);
int main(void) { return puts("never runs"); }
#endif
