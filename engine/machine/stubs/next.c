// dlsym and dlvsym of a fold: RTLD_NEXT, asked by one of its parts, looks behind that part, as it
// did when the parts were modules of their own. All else is the C library's, which is jumped to as
// if it had been called. `make-listing next MACHINE` compiles it into MACHINE_next.s and
// MACHINE_next.inc.
//
// The C library finds what the fold exports: the first definition of each name. The table has the
// names that several parts define, every definition in scope order.
#include <stdint.h>

typedef uintptr_t word;

// An image address, as its distance from the table's start.
typedef word distance;

struct part {
  distance begin;
  word size;
};

enum { kAddress, kAbsolute, kResolver, kExported };

struct definition {
  uint32_t hash;  // DT_GNU_HASH's, by which they ascend
  uint32_t part;
  uint32_t kind;
  uint32_t hidden;  // dlsym passes it over
  distance name;
  distance version;  // 0: none
  word value;        // a distance, but for kAbsolute; kExported: the C library finds it
};

struct table {
  distance dlsym, dlvsym, getauxval;  // the C library's
  distance hwprobe;                   // __riscv_hwprobe; 0: it has none
  word parts, definitions;
  struct part list[];  // in scope order; behind it the definitions
};

#include "next_cpu.h"

static int is_same(const char* a, const char* b) {
  for (; *a == *b; ++a, ++b) {
    if (*a == 0) return 1;
  }
  return 0;
}

static uint32_t hash_of(const char* name) {
  uint32_t hash = 5381;
  for (; *name != 0; ++name) hash = hash * 33 + (unsigned char)*name;
  return hash;
}

// The part that holds `address`, or the number of parts.
static word part_of(const struct table* table, word address) {
  word i = 0;
  while (i != table->parts && address - ((word)table + table->list[i].begin) >= table->list[i].size)
    ++i;
  return i;
}

static word exported(const struct table* table, const char* name, const char* version) {
  if (version == 0) return CALL2((word)table + table->dlsym, 0, name);
  return CALL3((word)table + table->dlvsym, 0, name, version);
}

static word value_of(const struct table* table, const struct definition* found, const char* name,
                     const char* version) {
  if (found->kind == kExported) return exported(table, name, version);
  if (found->kind == kAbsolute) return found->value;
  const word at = (word)table + found->value;
  return found->kind == kResolver ? RESOLVE(table, at) : at;
}

// 0: nothing behind the caller's part, or a caller that is none of the fold's.
__attribute__((used, noinline)) static word find(const char* name, const char* version, word caller,
                                                 const struct table* table) {
  const word mine = part_of(table, caller);
  if (mine == table->parts) return 0;
  const uint32_t hash = hash_of(name);
  const struct definition* list = (const struct definition*)(table->list + table->parts);
  word low = 0, high = table->definitions;
  while (low != high) {
    const word middle = low + (high - low) / 2;
    if (list[middle].hash < hash) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  int is_known = 0;
  for (; low != table->definitions && list[low].hash == hash; ++low) {
    const struct definition* definition = list + low;
    if (!is_same((const char*)table + definition->name, name)) continue;
    is_known = 1;
    if (definition->part <= mine) continue;
    if (version == 0 ? definition->hidden
                     : definition->version != 0 &&
                           !is_same((const char*)table + definition->version, version))
      continue;
    return value_of(table, definition, name, version);
  }
  if (is_known) return 0;
  const word only = exported(table, name, version);
  const word part = part_of(table, only);
  return part != table->parts && part > mine ? only : 0;
}
