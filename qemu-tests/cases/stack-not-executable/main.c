// build: liba.so main.c
// build: main main.c -la
// folded: liba.so
// output: stack rw-p, flags 6
// not-on: mips mipsel: libc itself asks for an executable stack there

// Nobody asks for an executable stack: the fold does not get one (a missing PT_GNU_STACK would).

#define _GNU_SOURCE
#include <link.h>
#include <stdio.h>

int a(void);

#if defined(PART_liba)
int a(void) { return 1; }
#else
static int each(struct dl_phdr_info* info, size_t size, void* flags) {
  (void)size;
  for (int i = 0; i < info->dlpi_phnum && info->dlpi_name[0] == '\0'; ++i) {
    if (info->dlpi_phdr[i].p_type == PT_GNU_STACK) *(unsigned*)flags = info->dlpi_phdr[i].p_flags;
  }
  return 0;
}
int main(void) {
  char line[512], permissions[8];
  unsigned long start, end;
  unsigned flags = 99;
  dl_iterate_phdr(each, &flags);
  FILE* maps = fopen("/proc/self/maps", "r");
  while (fgets(line, sizeof line, maps)) {
    if (sscanf(line, "%lx-%lx %7s", &start, &end, permissions) == 3 &&
        start <= (unsigned long)&flags && (unsigned long)&flags < end) {
      printf("stack %s, flags %u\n", permissions, flags);
    }
  }
  return a() - 1;
}
#endif
