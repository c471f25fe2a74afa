// What a fold runs before the program's own entry point, and at exit: the C that the listings of
// all machines but x86-64 (which is written by hand) were compiled from. `make-listing MACHINE`
// writes MACHINE.s; that file, assembled, is kCode in machine/MACHINE_stub.cc, and the data table
// lies behind its last byte.
//
// No data, no GOT, no stack protector: the code runs at any address that is a multiple of 16,
// before and after relocation.
#include <elf.h>
#include <link.h>
#include <stdint.h>

typedef uintptr_t word;
typedef void function(int argc, char** argv, char** envp);
typedef void finaliser(void);

// An image address, as its distance from the table's start.
typedef word distance;

struct entry {
  distance at;
  word size;  // RELRO: bytes; initialisers and finalisers: 0 = a function; else an array of as many
              // pointers, which the loader has relocated
};

struct table {
  distance program_entry;
  word page_size;  // 0: AT_PAGESZ tells
  word relros, initialisers, finalisers;
  word own_address;      // of the table, at load bias 0
  distance first_alias;  // 0: none
  struct entry entries[];
};

// struct link_map as glibc's loader has it (include/link.h), up to what is used; the same
// since 2.4.
struct alias {
  const char* name;
  struct alias* next;
  int dont_free;
};
struct loaded {
  word l_addr;
  const char* l_name;
  ElfW(Dyn) * l_ld;
  struct loaded *l_next, *l_prev, *l_real;
  word l_ns;
  struct alias* l_libname;
};

#include "cpu.h"

static inline void* at(const struct table* table, distance to) { return (void*)((word)table + to); }

static inline void protect_relro(const struct table* table, const ElfW(auxv_t) * auxv) {
  word page = table->page_size;
  if (page == 0) {
    page = 4096;
    for (; auxv->a_type != AT_NULL; ++auxv) {
      if (auxv->a_type == AT_PAGESZ) page = auxv->a_un.a_val;
    }
  }
  for (word i = 0; i != table->relros; ++i) {
    // Both ends rounded down, as _dl_protect_relro does.
    word begin = (word)at(table, table->entries[i].at);
    word end = (begin + table->entries[i].size) & -page;
    begin &= -page;
    if (begin != end) system_call(CALL_MPROTECT, begin, end - begin, 1);
  }
}

// The loader's record of this program, or null. The dynamic section is found by the program headers
// (AT_PHDR), since patchelf may have moved it.
static inline struct loaded* find_loaded(const struct table* table, const ElfW(auxv_t) * auxv) {
  const ElfW(Phdr)* headers = 0;
  word count = 0;
  for (; auxv->a_type != AT_NULL; ++auxv) {
    if (auxv->a_type == AT_PHDR) headers = (const ElfW(Phdr)*)auxv->a_un.a_val;
    if (auxv->a_type == AT_PHNUM) count = auxv->a_un.a_val;
  }
  const word bias = (word)table - table->own_address;
  int is_mine = 0;
  const ElfW(Dyn)* dynamic = 0;
  for (word i = 0; headers != 0 && i != count; ++i) {
    const word where = headers[i].p_vaddr + bias;
    if (headers[i].p_type == PT_DYNAMIC) dynamic = (const ElfW(Dyn)*)where;
    if (headers[i].p_type == PT_PHDR) is_mine = where == (word)headers;
  }
  if (!is_mine || dynamic == 0) return 0;
  const struct r_debug_head {
    int r_version;
    struct loaded* r_map;
  }* debug = 0;
  for (const ElfW(Dyn)* entry = dynamic; entry->d_tag != DT_NULL; ++entry) {
    DEBUG_OF(entry, debug);
  }
  struct loaded* map = debug == 0 ? 0 : debug->r_map;
  if (map == 0 || map->l_ld != dynamic || map->l_real != map || map->l_ns != 0) return 0;
  return map;
}

static inline void add_aliases(const struct table* table, const ElfW(auxv_t) * auxv) {
  if (table->first_alias == 0) return;
  struct loaded* map = find_loaded(table, auxv);
  if (map == 0 || map->l_libname == 0) return;
  struct alias* last = map->l_libname;
  while (last->next != 0) last = last->next;
  last->next = at(table, table->first_alias);
}

// RELRO, aliases, then initialisers in their order.
__attribute__((used, noinline)) static void run(int argc, char** argv, char** envp) {
  const struct table* table = own_table();
  char** end = envp;
  while (*end != 0) ++end;
  const ElfW(auxv_t)* auxv = (const ElfW(auxv_t)*)(end + 1);
  protect_relro(table, auxv);
  add_aliases(table, auxv);
  const struct entry* entry = table->entries + table->relros;
  for (word i = table->initialisers; i != 0; --i, ++entry) {
    void* what = at(table, entry->at);
    if (entry->size == 0) CALL(function, what, argc, argv, envp);
    for (word k = 0; k != entry->size; ++k) CALL(function, ((void**)what)[k], argc, argv, envp);
  }
}

// The single FINI_ARRAY function: finalisers in their order, each array backwards.
__attribute__((used)) static void fini(void) {
  const struct table* table = own_table();
  const struct entry* entry = table->entries + table->relros + table->initialisers;
  for (word i = table->finalisers; i != 0; --i, ++entry) {
    void* what = at(table, entry->at);
    if (entry->size == 0) CALL(finaliser, what);
    for (word k = entry->size; k != 0; --k) CALL(finaliser, ((void**)what)[k - 1]);
  }
}

// A function that the closure lacks was called: the message, as ld.so would have said it, to
// stderr; exit code 127.
__attribute__((REPORT used, noreturn)) static void report(const char* message) {
  word size = 0;
  while (message[size] != 0) ++size;
  system_call(CALL_WRITE, 2, (word)message, size);
  system_call(CALL_EXIT_GROUP, 127, 0, 0);
  __builtin_trap();
}
