// build: liba.so main.c
// build: main main.c -no-pie -fno-pie -la
// shell: printf 'ARCHIVE %020u' "$(stat -c %s main)" >> main
// folded: liba.so
// without: strip objcopy patchelf
// output: 4711
// output: ARCHIVE ARCHIVE

// The program's copy of a library's object is in the fold's file, which has no room for it before
// what follows the ELF file there.

#if defined(PART_liba)
int numbers[8192] = {[8191] = 4711};
#else
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

extern int numbers[8192];

int main(void) {
  printf("%d\n", numbers[8191]);
  const int file = open("/proc/self/exe", O_RDONLY);
  const off_t end = lseek(file, 0, SEEK_END);
  char last[29] = "", placed[8] = "";
  if (pread(file, last, 28, end - 28) != 28) return 1;
  if (pread(file, placed, 7, strtol(last + 8, NULL, 10)) != 7) return 1;
  printf("%.7s %s\n", last, placed);
}
#endif
