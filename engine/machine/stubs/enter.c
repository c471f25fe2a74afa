// What the kernel starts of a total fold: tells the embedded loader, by the auxiliary vector, where
// it lies and which program it is to relocate, then goes to the loader's entry point as the kernel
// would have done. Where patchelf has moved the dynamic section, the loader's program headers learn
// it. `make-listing enter MACHINE` compiles it into the listing MACHINE_enter.s and
// MACHINE_enter.inc.
//
// Where the kernel would not take as many program headers as the fold has, several segments share
// a read-only PT_LOAD of the kernel's, and get here what their own say: rights, and pages of zeros.
//
// No data, no GOT, no stack protector: nothing is relocated yet.
#include <elf.h>
#include <link.h>
#include <stdint.h>

typedef uintptr_t word;

// An image address, as its distance from the table's start.
typedef word distance;

struct range {
  distance at;
  word size;
  word rights;  // PROT_*
};

struct table {
  distance loader;           // its load base: AT_BASE
  distance loader_entry;     // its e_entry
  distance program_entry;    // AT_ENTRY: the start stub
  distance program_headers;  // AT_PHDR: the table that the loader is to see
  word header_count;         // AT_PHNUM
  distance dynamic_vaddr;    // p_vaddr of the PT_DYNAMIC among them
  distance message;          // what is said before giving up, in one line
  word message_size;
  word protects, zeros;
  struct range ranges[];  // those to protect, then those of zeros
};

#include "enter_cpu.h"

// For want of memory or of map entries.
static void give_up(const struct table* table) {
  call(CALL_WRITE, 2, (word)table + table->message, table->message_size, 0, 0, 0);
  call(CALL_EXIT_GROUP, 127, 0, 0, 0, 0, 0);
}

static inline void zero(word begin, word end) {
  for (; begin % sizeof(word) != 0 && begin != end; ++begin) *(volatile char*)begin = 0;
  for (; begin != end; begin += sizeof(word)) *(volatile word*)begin = 0;
}

// As the kernel maps a segment: the pages that it touches, and zeros behind p_filesz, to the end of
// the last page (where ld.so's first allocations go).
static inline void map_segments(const struct table* table, const ElfW(auxv_t) * auxv) {
  word page = 4096;
  for (; auxv->a_type != AT_NULL; ++auxv) {
    if (auxv->a_type == AT_PAGESZ) page = auxv->a_un.a_val;
  }
  const struct range* range = table->ranges;
  for (word i = table->protects; i != 0; --i, ++range) {
    const word at = (word)table + range->at;
    const word begin = at & -page, size = ((at + range->size + page - 1) & -page) - begin;
    if (call(CALL_MPROTECT, begin, size, range->rights, 0, 0, 0) != 0) give_up(table);
  }
  for (word i = table->zeros; i != 0; --i, ++range) {
    const word at = (word)table + range->at;
    const word begin = (at + page - 1) & -page, end = (at + range->size + page - 1) & -page;
    const word flags = 0x32;  // MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS
    zero(at, begin);
    if (begin == end) continue;
    if (call(CALL_MMAP, begin, end - begin, range->rights, flags, (word)-1, 0) != begin)
      give_up(table);
  }
}

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
  ElfW(auxv_t)* auxv = (ElfW(auxv_t)*)(at + 1);
  map_segments(table, auxv);
  follow_dynamic(table, auxv);
  for (ElfW(auxv_t)* entry = auxv; entry->a_type != AT_NULL; ++entry) {
    if (entry->a_type == AT_PHDR) entry->a_un.a_val = base + table->program_headers;
    if (entry->a_type == AT_PHNUM) entry->a_un.a_val = table->header_count;
    if (entry->a_type == AT_BASE) entry->a_un.a_val = base + table->loader;
    if (entry->a_type == AT_ENTRY) entry->a_un.a_val = base + table->program_entry;
  }
  return base + table->loader_entry;
}
