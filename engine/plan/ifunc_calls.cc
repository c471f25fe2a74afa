#include "plan/ifunc_calls.h"

#include <algorithm>

namespace onefold {

IfuncCalls IfuncCalls::of(const Parts& parts, const ResolvedIfuncs& resolved) {
  IfuncCalls calls;
  auto& functions = calls.functions_;
  for (size_t i = 1; i < parts.list.size(); ++i) {
    const Part& part = parts.list[i];
    // Those of the C library, which know the processor before anything is relocated, come first.
    const size_t turn = part.linkable->soname == "libc.so.6" ? parts.list.size() : i;
    for (const Symbol& symbol : part.linkable->symbols) {
      if (symbol.type != STT_GNU_IFUNC || !symbol.is_defined() || symbol.section == SHN_ABS)
        continue;
      const uint64_t resolver = part.place(symbol.value).value;
      if (!resolved.find(resolver)) functions.push_back({.resolver = resolver, .part = turn});
    }
  }
  std::ranges::sort(functions, {}, &Function::resolver);
  const auto same = std::ranges::unique(functions, {}, &Function::resolver);
  functions.erase(same.begin(), same.end());
  return calls;
}

void IfuncCalls::place(ImageAddress thunks, uint64_t thunk_size, ImageAddress slots,
                       uint64_t word_size) {
  thunks_ = thunks;
  thunk_size_ = thunk_size;
  slots_ = slots;
  word_size_ = word_size;
}

std::optional<ImageAddress> IfuncCalls::call(size_t from, uint64_t resolver) {
  const auto found = std::ranges::lower_bound(functions_, resolver, {}, &Function::resolver);
  if (found == functions_.end() || found->resolver != resolver || found->part <= from)
    return std::nullopt;
  found->called = true;
  return thunk(static_cast<size_t>(found - functions_.begin()));
}

}  // namespace onefold
