// What the kernel starts of a total fold: tells the embedded loader, by the auxiliary vector, where
// it lies and which program it is to relocate, then goes to the loader's entry point as the kernel
// would have done. Where patchelf has moved the dynamic section, the loader's program headers learn
// it. `make-listing enter MACHINE` compiles it into the listing MACHINE_enter.s and
// MACHINE_enter.inc.
//
// No data, no GOT, no stack protector: nothing is relocated yet.
#include <elf.h>
#include <link.h>
#include <stdint.h>

typedef uintptr_t word;

// An image address, as its distance from the table's start.
typedef word distance;

struct table {
  distance loader;           // its load base: AT_BASE
  distance loader_entry;     // its e_entry
  distance program_entry;    // AT_ENTRY: the start stub
  distance program_headers;  // AT_PHDR: the table that the loader is to see
  word header_count;         // AT_PHNUM
  distance dynamic_vaddr;    // p_vaddr of the PT_DYNAMIC among them
};

// The entry `start`: the kernel left argc, argv, envp and auxv on the stack, and nothing in the
// registers.
#define ENTRY(code) __asm__("\t.text\n\t.type start, %function\nstart:\n" code)

#if defined(__x86_64__)
ENTRY(
    "\tmov %rsp, %rdi\n"
    "\tlea table(%rip), %rsi\n"
    "\tcall enter\n"
    "\tjmp *%rax\n");
#else
#error "a processor that is not known here"
#endif

static inline void follow_dynamic(const struct table* table, const ElfW(auxv_t) * auxv) {
  const ElfW(Phdr)* headers = 0;
  word count = 0;
  for (; auxv->a_type != AT_NULL; ++auxv) {
    if (auxv->a_type == AT_PHDR) headers = (const ElfW(Phdr)*)auxv->a_un.a_val;
    if (auxv->a_type == AT_PHNUM) count = auxv->a_un.a_val;
  }
  for (; count != 0; --count, ++headers) {
    if (headers->p_type != PT_DYNAMIC) continue;
    *(word*)((word)table + table->dynamic_vaddr) = headers->p_vaddr;
  }
}

// Returns the loader's entry point.
__attribute__((used)) static word enter(word* stack, const struct table* table) {
  const word base = (word)table;
  word* at = stack + 1 + *stack + 1;  // envp
  while (*at != 0) ++at;
  follow_dynamic(table, (const ElfW(auxv_t)*)(at + 1));
  for (ElfW(auxv_t)* entry = (ElfW(auxv_t)*)(at + 1); entry->a_type != AT_NULL; ++entry) {
    if (entry->a_type == AT_PHDR) entry->a_un.a_val = base + table->program_headers;
    if (entry->a_type == AT_PHNUM) entry->a_un.a_val = table->header_count;
    if (entry->a_type == AT_BASE) entry->a_un.a_val = base + table->loader;
    if (entry->a_type == AT_ENTRY) entry->a_un.a_val = base + table->program_entry;
  }
  return base + table->loader_entry;
}
