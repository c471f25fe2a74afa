#include "verify/late.h"

#include <fmt/format.h>

#include <algorithm>

#include "verify/dlsym.h"

namespace onefold::verify {
namespace {

// libgcc_s's constructor fills __cpu_model, and may run any number of times. It is what the
// library's exported function of that name does, and nothing that was there at the start can read
// the other: glibc or the program opens the library, if anything does.
std::optional<uint32_t> initialised_late(const Context& context, uint64_t initialiser) {
  for (size_t file : context.input().opened) {
    const auto original = static_cast<uint32_t>(file);
    if (!context.is_folded(original)) continue;
    const Part& part = context.part_of(original);
    const Object& object = context.object(part);
    if (object.soname != "libgcc_s.so.1") continue;
    const bool is_it = std::ranges::any_of(object.symbols, [&](const Symbol& symbol) {
      return symbol.name == "__cpu_indicator_init" && symbol.type == STT_FUNC &&
             symbol.is_defined() && symbol.value.value + part.bias == initialiser;
    });
    if (is_it) return original;
  }
  return std::nullopt;
}

}  // namespace

void compare_late(Context& context, Report& report) {
  if (!context.claim().dlopen) return;
  const PsAbi& psabi = context.psabi();
  uint64_t at = *context.claim().dlopen;
  auto demand = [&](bool holds, std::string_view what, std::string_view expected) {
    report.compared(Aspect::kStub);
    if (holds) return;
    report.differ(Aspect::kStub, fmt::format("the fold's {}", what), std::string(expected),
                  "otherwise");
  };
  for (std::string_view name : {"dlopen", "dlmopen"}) {
    const auto thunk = psabi.read_late == nullptr || context.loader() == nullptr
                           ? std::nullopt
                           : read_own_code(context, at, psabi.late_size, psabi.read_late);
    demand(thunk.has_value(), name, "code of verify's listing, the fold's own");
    if (!thunk) return;
    const auto late = initialised_late(context, thunk->first);
    demand(late.has_value(), name, "to call libgcc_s's __cpu_indicator_init first");
    demand(replace_function(context, name, thunk->goes_on, at, psabi.late_size), name,
           "to go on to the C library's function");
    if (late) context.set_late({*late, thunk->first});
    at += psabi.late_size;
  }
}

}  // namespace onefold::verify
