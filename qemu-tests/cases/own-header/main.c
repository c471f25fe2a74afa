// build: liba.so main.c -Wl,--build-id=0x0123456789abcdef
// build: libb.so main.c
// build: libc_.so main.c
// build: main main.c -la -lb -lc_
// folded: liba.so libb.so libc_.so
// output: a: an ELF file with a PT_DYNAMIC
// output: a: its note says 4
// output: b: an ELF file
// output: c: nothing to see

// A library may look at its own headers and notes, by a distance from its code or by a pointer. In
// a fold nothing else does, and of a library that does not they are left out.

#include <elf.h>
#include <link.h>
#include <stdio.h>
#include <string.h>

extern const ElfW(Ehdr) __ehdr_start __attribute__((visibility("hidden")));
void a(void);
void b(void);
void c(void);

#if defined(PART_liba)
// The compiler asks for an address that counts from the instruction's end, where the machine has
// it.
void a(void) {
  const ElfW(Ehdr)* header = &__ehdr_start;
  const ElfW(Phdr)* segment = (const ElfW(Phdr)*)((const char*)header + header->e_phoff);
  int dynamic = 0;
  for (int i = 0; i < header->e_phnum; ++i) dynamic += segment[i].p_type == PT_DYNAMIC;
  if (!memcmp(header->e_ident, ELFMAG, SELFMAG) && dynamic == 1)
    puts("a: an ELF file with a PT_DYNAMIC");
}
__attribute__((section(".note.own"), aligned(4))) static const struct {
  ElfW(Nhdr) header;
  char name[4];
  int value;
} note = {{4, 4, 1}, "own", 4};
__attribute__((constructor)) static void look(void) {
  const volatile int* value = &note.value;
  if (*value != 4) puts("a: its note says something else");
}
#elif defined(PART_libb)
static const ElfW(Ehdr) * const volatile header = &__ehdr_start;
void b(void) {
  if (!memcmp(header->e_ident, ELFMAG, SELFMAG)) puts("b: an ELF file");
}
#elif defined(PART_libc_)
void c(void) { puts("c: nothing to see"); }
#else
int main(void) {
  a();
  puts("a: its note says 4");
  b();
  c();
}
#endif
