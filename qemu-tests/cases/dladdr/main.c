// build: liba.so main.c
// build: main main.c -la -rdynamic
// folded: liba.so
// output: a: symbol a, at its start 1, file is an ELF file 1
// output: inside a: symbol a
// output: exe: symbol exe
// output: data: symbol data

// dladdr names functions and data of folded libraries (from .dynsym). The file name is the fold's
// own: a known difference, so only that it can be opened is printed.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

int a(int);
extern int* data_address(void);

#if defined(PART_liba)
int data = 1;
int* data_address(void) { return &data; }
int a(int x) {
  for (int i = 0; i < x; ++i) x ^= i * 7;
  return x;
}
#else
int exe(void);
int exe(void) { return 1; }
static const char* name_of(const void* place) {
  Dl_info info;
  return dladdr(place, &info) && info.dli_sname ? info.dli_sname : "none";
}
int main(void) {
  Dl_info info = {0};
  char magic[4] = "";
  dladdr((const void*)a, &info);
  FILE* file = fopen(info.dli_fname, "r");
  if (file) {
    if (fread(magic, 1, 4, file) != 4) magic[0] = 0;
    fclose(file);
  }
  printf("a: symbol %s, at its start %d, file is an ELF file %d\n", name_of((const void*)a),
         info.dli_saddr == (const void*)a, memcmp(magic, "\177ELF", 4) == 0);
  printf("inside a: symbol %s\n", name_of((const char*)a + 3));
  printf("exe: symbol %s\n", name_of((const void*)exe));
  printf("data: symbol %s\n", name_of(data_address()));
}
#endif
