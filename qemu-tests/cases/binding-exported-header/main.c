// build: liba.so main.c
// build: main main.c -la -rdynamic -Wl,--defsym=header_name=__executable_start+1
// shell: edit-elf main section header_name 1
// folded: liba.so
// without-on: fixed-address patchelf: it puts its headers in front of an ET_EXEC's
// output: the library finds the program's header
// output: and not what is at 0

// An export may lie in front of every section. Its load bias is added all the same: only SHN_ABS
// says that there is none. __executable_start is at 0, where a loader finds nothing, also when the
// fold has it elsewhere.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#if defined(PART_liba)
void look(const char* header) {
  const char* found = dlsym(RTLD_DEFAULT, "header_name");
  if (found == header && memcmp(found, "ELF", 3) == 0) {
    puts("the library finds the program's header");
  }
  if (!dlsym(RTLD_DEFAULT, "__executable_start")) puts("and not what is at 0");
}
#else
extern const char __executable_start[];
void look(const char* header);
int main(void) { look(__executable_start + 1); }
#endif
