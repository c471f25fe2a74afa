// The code that runs before the program's own, and the table that drives it.
#pragma once

#include <optional>
#include <vector>

#include "verify/context.h"

namespace onefold::verify {

struct StubRange {
  uint64_t at = 0;  // in the fold
  uint64_t size = 0;
  auto operator<=>(const StubRange&) const = default;
};

// A function (count 0), or an array of so many pointers.
struct StubCall {
  uint64_t at = 0;
  uint64_t count = 0;
  bool operator==(const StubCall&) const = default;
};

struct Stub {
  uint64_t code = 0;  // in the fold
  uint64_t entry = 0;
  uint64_t page_size = 0;  // 0: AT_PAGESZ
  uint64_t own_address = 0;
  uint64_t table = 0;
  std::optional<uint64_t> first_alias;
  std::vector<StubRange> relro;
  std::vector<StubCall> init;
  std::vector<StubCall> fini;
};

// Where a program's e_entry, or a shared object's only initialiser, says that it begins.
struct StubPlace {
  uint64_t code = 0;
};
std::optional<StubPlace> find_stub(const Context& context);

// Decodes the table; compares the code with verify's own listing, the program's entry point, and
// the words that lead the loader to the stub. Nothing: there is no stub to speak of.
std::optional<Stub> compare_stub(Context& context, Report& report);

// The address that the word at `at`, one of the fold's own, will hold: its relocation stands for
// nothing of the original.
std::optional<uint64_t> own_pointer(Context& context, uint64_t at);

// The names by which glibc's loader is to know the fold, besides its own.
void compare_aliases(Context& context, const Stub& stub, Report& report);

}  // namespace onefold::verify
