#include "resolve/unwinder.h"

#include <algorithm>

#include "resolve/linkable.h"

namespace onefold {
namespace {

constexpr std::string_view kUnwinding[] = {"backtrace", "pthread_cancel", "pthread_exit",
                                           "thrd_exit"};
constexpr std::string_view kLoading[] = {"dlmopen", "dlopen", "dlsym", "dlvsym"};
// Before glibc 2.34 libdl and libpthread refer to each other's and libc's functions.
constexpr std::string_view kGlibc[] = {"libc.so.6", "libdl.so.2", "libpthread.so.0"};

bool is_one_of(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

Result<bool> may_open_unwinder(const Closure& closure) {
  for (size_t i = 0; i < closure.entries.size(); ++i) {
    if (closure.loader == i) continue;
    ONEFOLD_TRY(const Linkable linkable, read_linkable(closure.entries[i].module));
    if (is_one_of(kGlibc, linkable.soname)) continue;
    const bool refers = std::ranges::any_of(linkable.symbols, [](const Symbol& symbol) {
      return !symbol.is_defined() &&
             (is_one_of(kUnwinding, symbol.name) || is_one_of(kLoading, symbol.name));
    });
    if (refers) return true;
  }
  return false;
}

}  // namespace onefold
