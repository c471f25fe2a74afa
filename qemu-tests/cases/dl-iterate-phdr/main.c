// build: liba.so main.c -funwind-tables
// build: main main.c -la -funwind-tables
// folded: liba.so
// output: main's code: 1 object, PT_LOAD with flags 5, dynamic yes, unwind table yes
// output: a's code: 1 object, PT_LOAD with flags 5, dynamic yes, unwind table yes
// output: a's data: 1 object, PT_LOAD with flags 6, dynamic yes, unwind table yes
// output: base of the program: at its ELF header 1
// not-on: armhf: its unwind table is PT_ARM_EXIDX, and there is no PT_GNU_EH_FRAME to ask for
// without-on: fixed-address patchelf: it puts its headers in front of an ET_EXEC's

// dl_iterate_phdr shows every address of the executable and of the folded libraries in a PT_LOAD
// with its permissions, in an object with an unwind table; collectors and profilers walk these.

#define _GNU_SOURCE
#include <link.h>
#include <stdio.h>
#include <string.h>

void a(void);
extern int data_a;

#if defined(PART_liba)
int data_a = 1;
void a(void) {}
#else
struct search {
  unsigned long address;
  int objects, flags, dynamic, unwind;
};
static int each(struct dl_phdr_info* info, size_t size, void* argument) {
  (void)size;
  struct search* search = argument;
  int inside = 0, dynamic = 0, unwind = 0;
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const ElfW(Phdr)* header = &info->dlpi_phdr[i];
    unsigned long start = info->dlpi_addr + header->p_vaddr;
    dynamic |= header->p_type == PT_DYNAMIC;
    unwind |= header->p_type == PT_GNU_EH_FRAME;
    if (header->p_type == PT_LOAD && start <= search->address &&
        search->address < start + header->p_memsz) {
      inside = 1;
      search->flags = (int)header->p_flags;
    }
  }
  if (inside) {
    ++search->objects;
    search->dynamic = dynamic;
    search->unwind = unwind;
  }
  return 0;
}
static void show(const char* what, const void* place) {
  struct search search = {.address = (unsigned long)place};
  dl_iterate_phdr(each, &search);
  printf("%s: %d object, PT_LOAD with flags %d, dynamic %s, unwind table %s\n", what,
         search.objects, search.flags, search.dynamic ? "yes" : "no", search.unwind ? "yes" : "no");
}
static int first(struct dl_phdr_info* info, size_t size, void* argument) {
  (void)size;
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const ElfW(Phdr)* header = &info->dlpi_phdr[i];
    if (header->p_type == PT_LOAD && header->p_offset == 0) {
      const char* start = (const char*)(info->dlpi_addr + header->p_vaddr);
      *(int*)argument = memcmp(start, ELFMAG, SELFMAG) == 0;
    }
  }
  return 1;
}
int main(void) {
  int at_header = 0;
  show("main's code", (const void*)main);
  show("a's code", (const void*)a);
  // A pointer that the linker cannot turn into a copy relocation.
  extern int* data_pointer(void);
  show("a's data", data_pointer());
  dl_iterate_phdr(first, &at_header);
  printf("base of the program: at its ELF header %d\n", at_header);
}
#endif
#if defined(PART_liba)
int* data_pointer(void);
int* data_pointer(void) { return &data_a; }
#endif
