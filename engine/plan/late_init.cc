#include "plan/late_init.h"

#include <algorithm>

#include "plan/next_table.h"
#include "plan/start_table.h"

namespace onefold {
namespace {

constexpr std::string_view kLibrary = "libgcc_s.so.1";
constexpr std::string_view kInitialiser = "__cpu_indicator_init";

// Opened in the course of a run, if at all, since no part needs it.
const Part* find_part(const Parts& parts, const Closure& closure) {
  for (size_t entry : closure.opened) {
    if (!parts.is_folded(static_cast<uint32_t>(entry))) continue;
    const Part& part = parts.part_of(static_cast<uint32_t>(entry));
    if (part.linkable->soname == kLibrary) return &part;
  }
  return nullptr;
}

std::optional<ImageAddress> exported(const Part& part) {
  for (const Symbol& symbol : part.linkable->symbols) {
    if (symbol.name == kInitialiser && symbol.is_defined() && symbol.type == STT_FUNC)
      return part.place(symbol.value);
  }
  return std::nullopt;
}

}  // namespace

Result<std::optional<LateInit>> plan_late_init(const Parts& parts, const Closure& closure,
                                               const Bindings& bindings, const Machine& machine) {
  if (machine.late_code == nullptr) return std::nullopt;
  const Part* part = find_part(parts, closure);
  if (part == nullptr) return std::nullopt;
  const auto dlopen = c_library_function(parts, "dlopen");
  const auto dlmopen = c_library_function(parts, "dlmopen");
  const auto initialiser = exported(*part);
  if (!dlopen || !dlmopen || !initialiser) return std::nullopt;
  ONEFOLD_TRY(auto first, first_init_function(parts, bindings, *part));
  if (first != initialiser) return std::nullopt;
  return LateInit{part, *initialiser, *dlopen, *dlmopen};
}

}  // namespace onefold
