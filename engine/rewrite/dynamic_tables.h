// The fold's dynamic linking tables, encoded.
#pragma once

#include <span>

#include "elf/layout.h"
#include "plan/plan.h"

namespace onefold {

// Each fills `bytes`, which are zero and of the section's size. Instantiated for the four formats.
template <typename E>
void write_dynamic(const Plan& plan, std::span<std::byte> bytes);
template <typename E>
void write_gnu_hash(const Plan& plan, std::span<std::byte> bytes);
template <typename E>
void write_sysv_hash(const Plan& plan, std::span<std::byte> bytes);
template <typename E>
void write_got(const Plan& plan, std::span<std::byte> bytes);
template <typename E>
void write_symbols(const Plan& plan, std::span<std::byte> bytes);
template <typename E>
void write_version_indices(const Plan& plan, std::span<std::byte> bytes);
template <typename E>
void write_version_definitions(const Plan& plan, std::span<std::byte> bytes);
template <typename E>
void write_version_needs(const Plan& plan, std::span<std::byte> bytes);
template <typename E>
void write_relocations(const Plan& plan, const std::vector<Fixup>& list,
                       std::span<std::byte> bytes);

}  // namespace onefold
