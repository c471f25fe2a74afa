// build: liba.so main.c
// build: main main.c -la
// shell: printf 'ARCHIVE %020u' "$(stat -c %s main)" >> main
// folded: liba.so
// without: strip objcopy patchelf
// output: a
// output: from the end: ARCHIVE
// output: by its offset: ARCHIVE
// output: in the page as before: yes
// output: behind the section headers: ARCHIVE

// What follows the ELF file in its own file, as SBCL, OCaml (-custom), PyInstaller and AppImages
// have it, which look for it from either end of the file or where the ELF file ends. strip, objcopy
// and patchelf drop it, from the original as well.

#if defined(PART_liba)
#include <stdio.h>
void a(void) { puts("a"); }
#else
#include <fcntl.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void a(void);

static void look(int file, const char* how, off_t offset) {
  char text[8] = "";
  if (pread(file, text, sizeof(text) - 1, offset) < 0) perror("pread");
  printf("%s: %s\n", how, strcmp(text, "ARCHIVE") == 0 ? text : "not there");
}

int main(void) {
  a();
  const int file = open("/proc/self/exe", O_RDONLY);
  const off_t end = lseek(file, 0, SEEK_END);
  char offset[21] = "";
  ElfW(Ehdr) header;
  if (pread(file, offset, 20, end - 20) != 20 || pread(file, &header, sizeof(header), 0) < 0)
    return 1;
  look(file, "from the end", end - 28);
  look(file, "by its offset", strtol(offset, NULL, 10));
  printf("in the page as before: %s\n",
         (end - 28 - strtol(offset, NULL, 10)) % 4096 == 0 ? "yes" : "no");
  look(file, "behind the section headers",
       (off_t)(header.e_shoff + (off_t)header.e_shnum * header.e_shentsize));
}
#endif
