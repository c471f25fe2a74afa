// The bytes of the fold's own sections.
#pragma once

#include <span>

#include "plan/plan.h"

namespace onefold {

// Fills `bytes`, which are zero and of the section's size. Not those of the TLS image and of
// .eh_frame, which are made of the parts' own.
void write_own_section(const Plan& plan, Own id, std::span<std::byte> bytes);

// What the TLS image has from `part.tls_offset` on: the part's .tdata, of its file. Zeros follow.
// ld.so takes it from its address: p_offset may be wrong.
std::span<const std::byte> initial_tls_bytes(const Part& part);

// A part's records, with what is pc-relative in them moved by as much as they are, the other way.
// `fields` are this source's; fills all of `bytes`, which have its size.
void write_unwind_source(const Plan& plan, const UnwindSource& source,
                         std::span<const UnwindField> fields, std::span<std::byte> bytes);

}  // namespace onefold
