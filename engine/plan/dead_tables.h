// Tables of a part that a fold replaces, and which nothing reads any more.
#pragma once

#include <cstdint>

#include "read/module.h"
#include "read/relocations.h"

namespace onefold {

// Bytes from e_phoff on that hold nothing but program headers, PT_INTERP's path, notes and dynamic
// tables (hash, symbols, strings, versions, relocations), all inside the first PT_LOAD. Gaps of
// alignment between them count if they are zero.
uint64_t room_over_dead_tables(const Module& program);

// The addend, or the whole word at the place that holds it; 0 where the file has none.
uint64_t word_or_addend(const Module& module, const Relocation& relocation);

// Has `segment`, a PT_LOAD of the module, nothing in its file bytes but such tables, the ELF header
// and what aligns them?
bool is_made_of_dead_tables(const Module& module, const Segment& segment);

// The address behind the last of those that a program's symbol can name: the headers
// (__ehdr_start), notes, PT_INTERP's path. The others are made by the linker, which names none.
uint64_t end_of_named_tables(const Module& module, const Segment& segment);

}  // namespace onefold
