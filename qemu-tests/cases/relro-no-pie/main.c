// build: liba.so main.c -Wl,-z,relro,-z,now
// build: main main.c -fno-pie -no-pie -Wl,-z,relro,-z,now -la
// folded: liba.so
// output: main's: r--p
// output: a's: r--p
// output: main's data: rw-p
// output: a's data: rw-p
// not-on: emulated: QEMU's /proc/self/maps has PF_X on every readable page
// without-on: mips mipsel strip objcopy patchelf: .dynamic follows the program headers and stays, so they do not fit there: no section headers

// As relro, for ET_EXEC (no load bias to add), and read from /proc/self/maps.

#include <stdio.h>

typedef int function(void);
const void* relro_a(void);
const void* data_a(void);

static int __attribute__((unused)) number(void) { return 1; }
static function* const relro = number;
static int data = 1;

#if defined(PART_liba)
const void* relro_a(void) { return &relro; }
const void* data_a(void) { return &data; }
#else
static void show(const char* what, const void* place) {
  FILE* maps = fopen("/proc/self/maps", "r");
  char line[512], permissions[8];
  unsigned long start, end, address = (unsigned long)place;
  while (fgets(line, sizeof line, maps)) {
    if (sscanf(line, "%lx-%lx %7s", &start, &end, permissions) == 3 && start <= address &&
        address < end) {
      printf("%s: %s\n", what, permissions);
    }
  }
  fclose(maps);
}
int main(void) {
  show("main's", &relro);
  show("a's", relro_a());
  show("main's data", &data);
  show("a's data", data_a());
}
#endif
