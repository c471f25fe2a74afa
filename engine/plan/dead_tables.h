// The tables of the program that a fold replaces, and which nothing reads any more.
#pragma once

#include <cstdint>

#include "read/module.h"

namespace onefold {

// Bytes from e_phoff on that hold nothing but program headers, PT_INTERP's path, notes and dynamic
// tables (hash, symbols, strings, versions, relocations), all inside the first PT_LOAD. Gaps of
// alignment between them count if they are zero.
uint64_t room_over_dead_tables(const Module& program);

}  // namespace onefold
