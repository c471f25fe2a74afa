// What the kernel starts of a fold that has no PT_INTERP. It tells the loader, by the auxiliary
// vector, where it lies and which program it is to relocate, then goes to the loader's entry point
// as the kernel would have done. `make-listing enter MACHINE` compiles it into the listing
// MACHINE_enter.s and MACHINE_enter.inc.
//
// - The loader is inside the fold (a total fold), or is mapped here from its file.
// - Where the kernel would not take as many program headers as the fold has, several segments share
//   a read-only PT_LOAD of the kernel's, and get here what their own say: rights, and zeros.
// - Words that hold addresses get the load bias, as DT_RELR's do (a loader before glibc 2.36 knows
//   no DT_RELR, and any takes longer over DT_RELA).
// - Where patchelf has moved the dynamic section, the loader's program headers learn it.
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
  distance interpreter;      // path of the loader to map; 0: it is inside
  distance loader;           // inside: its load base, for AT_BASE
  distance loader_entry;     // inside: its e_entry
  distance program_entry;    // AT_ENTRY: the start stub
  distance program_headers;  // AT_PHDR: the table that the loader is to see
  word header_count;         // AT_PHNUM
  distance dynamic_vaddr;    // p_vaddr of the PT_DYNAMIC among them
  distance message;          // what is said before giving up, in one line
  word message_size;
  word own_address;    // of the table, at load bias 0
  distance relatives;  // packed as the gABI has it for DT_RELR
  word relative_words;
  word protects, zeros;
  struct range ranges[];  // those to protect, then those of zeros
};

// <fcntl.h> and <sys/mman.h>, the same on all processors but mips (enter_cpu.h).
enum { READ_ONLY_CLOSE_ON_EXEC = 02000000, CURRENT_DIRECTORY = -100 };
enum { PRIVATE = 2, FIXED = 0x10, POPULATE_WRITE = 23 };

#include "enter_cpu.h"

// For want of memory or of map entries, or of the loader.
static void give_up(const struct table* table) {
  call(CALL_WRITE, 2, (word)table + table->message, table->message_size, 0, 0, 0);
  call(CALL_EXIT_GROUP, 127, 0, 0, 0, 0, 0);
}

static inline int is_error(word result) { return result > (word)-4096; }

// Zeros as the kernel has them behind p_filesz: to the end of the last page (where ld.so's first
// allocations go).
static void clear(const struct table* table, word page, word at, word size, word rights) {
  const word begin = (at + page - 1) & -page, end = (at + size + page - 1) & -page;
  for (; at % sizeof(word) != 0 && at != begin; ++at) *(volatile char*)at = 0;
  for (; at != begin; at += sizeof(word)) *(volatile word*)at = 0;
  if (begin == end) return;
  const word flags = PRIVATE | FIXED | ANONYMOUS;
  if (is_error(call(CALL_MMAP, begin, end - begin, rights, flags, (word)-1, 0))) give_up(table);
}

static inline void map_segments(const struct table* table, word page) {
  const struct range* range = table->ranges;
  for (word i = table->protects; i != 0; --i, ++range) {
    const word at = (word)table + range->at;
    const word begin = at & -page, size = ((at + range->size + page - 1) & -page) - begin;
    if (is_error(call(CALL_MPROTECT, begin, size, range->rights, 0, 0, 0))) give_up(table);
  }
  for (word i = table->zeros; i != 0; --i, ++range)
    clear(table, page, (word)table + range->at, range->size, range->rights);
}

// Has the kernel copy at once, rather than one by one, the pages that a run of places lies on, from
// that of *entry on, with less than a page between two. Bitmaps count whole: a page that only the
// last of a run could speak of is copied too. Returns the end. (An error is no harm: the pages are
// copied later then, as under Linux before 5.14.)
static inline word take_pages(const word* entry, const word* last, word bias, word page) {
  const word begin = (*entry + bias) & -page;
  word at = *entry + bias;
  while (++entry != last) {
    if ((*entry & 1) != 0) {
      at += (8 * sizeof(word) - 1) * sizeof(word);
    } else if (*entry + bias < ((at + 2 * page) & -page)) {
      at = *entry + bias;
    } else {
      break;
    }
  }
  const word end = (at + page) & -page;
  if (end - begin > page) call(CALL_MADVISE, begin, end - begin, POPULATE_WRITE, 0, 0, 0);
  return end;
}

// gABI, "Relative Relocation Table": an even word is the address of a place, an odd one a bitmap of
// those that follow.
static inline void relocate(const struct table* table, word page) {
  const word bias = (word)table - table->own_address;
  const word* entry = (const word*)((word)table + table->relatives);
  const word* last = entry + table->relative_words;
  word* next = 0;
  word taken = 0;  // the pages before are there
  for (; entry != last; ++entry) {
    if ((*entry & 1) == 0) {
      next = (word*)(*entry + bias);
      if ((word)next >= taken) taken = take_pages(entry, last, bias, page);
      *next++ += bias;
      continue;
    }
#ifdef HAS_LOWEST_BIT
    for (word bits = *entry >> 1; bits != 0; bits &= bits - 1) next[lowest_bit(bits)] += bias;
#else
    word* place = next;
    for (word bits = *entry >> 1; bits != 0; bits >>= 1, ++place) {
      if ((bits & 1) != 0) *place += bias;
    }
#endif
    next += 8 * sizeof(word) - 1;
  }
}

static inline word rights_of(word flags) {
  return (flags & PF_R ? 1 : 0) | (flags & PF_W ? 2 : 0) | (flags & PF_X ? 4 : 0);
}

// Returns the load bias of the loader, and its entry point, as fs/binfmt_elf.c maps an interpreter.
static inline word map_loader(const struct table* table, word page, word* entry) {
  const word file = call(CALL_OPENAT, (word)CURRENT_DIRECTORY, (word)table + table->interpreter,
                         READ_ONLY_CLOSE_ON_EXEC, 0, 0, 0);
  word head[2048 / sizeof(word)];
  const word size = is_error(file) ? 0 : call(CALL_READ, file, (word)head, sizeof(head), 0, 0, 0);
  const ElfW(Ehdr)* header = (const ElfW(Ehdr)*)head;
  if (is_error(size) || size < sizeof(*header) || header->e_phoff > size ||
      header->e_phnum * sizeof(ElfW(Phdr)) > size - header->e_phoff)
    give_up(table);
  const ElfW(Phdr)* loads = (const ElfW(Phdr)*)((word)head + header->e_phoff);
  word lowest = (word)-1, end = 0;
  for (word i = 0; i != header->e_phnum; ++i) {
    if (loads[i].p_type != PT_LOAD) continue;
    if (loads[i].p_vaddr < lowest) lowest = loads[i].p_vaddr & -page;
    if (loads[i].p_vaddr + loads[i].p_memsz > end) end = loads[i].p_vaddr + loads[i].p_memsz;
  }
  const word span = ((end + page - 1) & -page) - lowest;
  const word base = call(CALL_MMAP, 0, span, 0, PRIVATE | ANONYMOUS, (word)-1, 0);
  if (is_error(base)) give_up(table);
  for (word i = 0; i != header->e_phnum; ++i) {
    const ElfW(Phdr)* load = loads + i;
    if (load->p_type != PT_LOAD) continue;
    const word at = base - lowest + load->p_vaddr, skew = at & (page - 1);
    const word rights = rights_of(load->p_flags);
    if (load->p_filesz != 0 &&
        is_error(call(CALL_MMAP, at - skew, load->p_filesz + skew, rights, PRIVATE | FIXED, file,
                      MMAP_OFFSET(load->p_offset - skew))))
      give_up(table);
    if (load->p_memsz > load->p_filesz)
      clear(table, page, at + load->p_filesz, load->p_memsz - load->p_filesz, rights);
  }
  call(CALL_CLOSE, file, 0, 0, 0, 0, 0);
  *entry = base - lowest + header->e_entry;
  return base - lowest;
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
  word page = 4096;
  for (const ElfW(auxv_t)* entry = auxv; entry->a_type != AT_NULL; ++entry) {
    if (entry->a_type == AT_PAGESZ) page = entry->a_un.a_val;
  }
  map_segments(table, page);
  relocate(table, page);
  follow_dynamic(table, auxv);
  word loader = base + table->loader, loader_entry = base + table->loader_entry;
  if (table->interpreter != 0) loader = map_loader(table, page, &loader_entry);
  for (ElfW(auxv_t)* entry = auxv; entry->a_type != AT_NULL; ++entry) {
    if (entry->a_type == AT_PHDR) entry->a_un.a_val = base + table->program_headers;
    if (entry->a_type == AT_PHNUM) entry->a_un.a_val = table->header_count;
    if (entry->a_type == AT_BASE) entry->a_un.a_val = loader;
    if (entry->a_type == AT_ENTRY) entry->a_un.a_val = base + table->program_entry;
  }
  return loader_entry;
}
