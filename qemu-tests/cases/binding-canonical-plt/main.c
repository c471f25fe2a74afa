// build: liba.so main.c
// build: libb.so main.c -la
// build: main main.c -fno-pie -no-pie -la -lb
// folded: liba.so libb.so
// output: main calls: 42
// output: pointers: 1 1 1
// output: through pointers: 42 42 42
// without-on: mips mipsel strip objcopy patchelf: .dynamic follows the program headers and stays, so they do not fit there: no section headers

// A non-PIE executable that takes &f makes its PLT entry the function's one address: .dynsym has f
// undefined with st_value != 0, a definition for all but JUMP_SLOT references. A fold that binds
// pointers to the library's code breaks equality; one that binds the jump slot to the PLT entry
// loops for ever.

#include <stdio.h>

typedef int function(void);
int f(void);
function* address_in_a(void);
function* address_in_b(void);
extern function* const table[1];

#if defined(PART_liba)
int f(void) { return 42; }
function* address_in_a(void) { return f; }
#elif defined(PART_libb)
function* address_in_b(void) { return f; }
function* const table[1] = {f};
#else
int main(void) {
  function* volatile mine = f;
  printf("main calls: %d\n", f());
  printf("pointers: %d %d %d\n", mine == address_in_a(), mine == address_in_b(), mine == table[0]);
  printf("through pointers: %d %d %d\n", mine(), address_in_a()(), address_in_b()());
}
#endif
