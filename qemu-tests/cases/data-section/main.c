// build: liba.so main.c
// build: main main.c -la
// folded: liba.so
// output: a
// output: .archive: ARCHIVE

// A section of the program that no segment holds, which the program finds by its section headers in
// its own file, as Racket does.

#if defined(PART_liba)
#include <stdio.h>
void a(void) { puts("a"); }
#else
#include <fcntl.h>
#include <link.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

__asm__(
    ".section .archive,\"\",%progbits\n"
    ".ascii \"ARCHIVE\"\n"
    ".previous\n");

void a(void);

int main(void) {
  a();
  const int file = open("/proc/self/exe", O_RDONLY);
  ElfW(Ehdr) header;
  ElfW(Shdr) names, section;
  if (pread(file, &header, sizeof(header), 0) < 0) return 1;
  pread(file, &names, sizeof(names), header.e_shoff + header.e_shstrndx * sizeof(names));
  for (unsigned i = 0; i < header.e_shnum; ++i) {
    char name[9] = "", text[8] = "";
    pread(file, &section, sizeof(section), header.e_shoff + i * sizeof(section));
    pread(file, name, sizeof(name), names.sh_offset + section.sh_name);
    if (memcmp(name, ".archive", sizeof(name)) != 0 || section.sh_size != 7) continue;
    pread(file, text, section.sh_size, section.sh_offset);
    printf("%s: %s\n", name, text);
  }
}
#endif
