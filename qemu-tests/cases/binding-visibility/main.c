// build: libprotected.so main.c
// build: libhidden.so main.c
// build: libdefault.so main.c
// build: main main.c -lprotected -lhidden -ldefault
// shell: edit-elf libprotected.so visibility guarded 3
// shell: edit-elf libhidden.so visibility concealed 2
// not-on: musl-x86-64 musl-aarch64 musl-armhf musl-s390x musl-i386 musl-ppc64le musl-powerpc: it looks at no visibility, and is refused
// folded: libprotected.so libhidden.so libdefault.so
// output: exe: guarded = exe, concealed = default
// output: protected: guarded = protected
// output: hidden: concealed = hidden

// A STV_PROTECTED symbol's own library uses its own definition although the executable's comes
// first; a STV_HIDDEN one is skipped by everybody else (main gets libdefault's) and used by its own
// library. A fold that looks at st_other of neither prints exe and hidden, or default.

#include <stdio.h>

const char* guarded(void);
const char* concealed(void);
void print_protected(void);
void print_hidden(void);

#if defined(PART_libprotected)
const char* guarded(void) { return "protected"; }
void print_protected(void) { printf("protected: guarded = %s\n", guarded()); }
#elif defined(PART_libhidden)
const char* concealed(void) { return "hidden"; }
void print_hidden(void) { printf("hidden: concealed = %s\n", concealed()); }
#elif defined(PART_libdefault)
const char* concealed(void) { return "default"; }
#else
const char* guarded(void) { return "exe"; }
int main(void) {
  printf("exe: guarded = %s, concealed = %s\n", guarded(), concealed());
  print_protected();
  print_hidden();
}
#endif
