// What went wrong with an input, as a value.
//
// Every front door of the engine returns Result<T>. An Error is one line for a person:
//
//   FILE: FIELD at OFFSET: expected ..., found ...
//
// FIELD keeps the gABI spelling (p_filesz, DT_STRTAB, vn_next); OFFSET is the file offset of the
// wrong value: of the ELF header's field, or of the record (program header, dynamic entry, symbol,
// Verneed, ...) that holds it. It is left out where no single place is to blame.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace onefold {

struct Error {
  std::string file;
  std::string field;
  std::optional<uint64_t> offset;  // bytes from the start of `file`
  std::string expected;
  std::string found;
};

// The line above, without the program's name and without a newline; each part is printable.
std::string to_string(const Error& error);

// "FILE: what is to be known", the same of a warning: at most 8192 bytes of it, and no control
// characters of names from inside a file.
std::string warning_line(std::string_view file, std::string_view warning);

// A copy of `text` that cannot break a line, a terminal or a JSON string: bytes of control
// characters and whatever is not UTF-8 are shown as \xNN. Text over `limit` bytes is cut there and
// "..." put behind it.
std::string printable(std::string_view text, size_t limit = 256);

template <typename T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

// `result`, with an error in it saying that the value at file offset `at` led there: a table that
// is not in the file is the fault of the entry that names it.
template <typename T>
Result<T> blame(uint64_t at, Result<T> result) {
  if (!result) result.error().offset = at;
  return result;
}

}  // namespace onefold

// ONEFOLD_TRY(auto x, f()): x is f()'s value, or the enclosing function returns f()'s error.
#define ONEFOLD_TRY_CAT2(a, b) a##b
#define ONEFOLD_TRY_CAT(a, b) ONEFOLD_TRY_CAT2(a, b)
#define ONEFOLD_TRY(declaration, expression) \
  ONEFOLD_TRY_IMPL(ONEFOLD_TRY_CAT(onefold_try_, __COUNTER__), declaration, expression)
#define ONEFOLD_TRY_IMPL(result, declaration, expression)                            \
  auto result = (expression);                                                        \
  if (!result) return ::tl::unexpected<::onefold::Error>(std::move(result).error()); \
  declaration = *std::move(result)

// The same for a Result<void>.
#define ONEFOLD_CHECK(expression) \
  ONEFOLD_CHECK_IMPL(ONEFOLD_TRY_CAT(onefold_check_, __COUNTER__), expression)
#define ONEFOLD_CHECK_IMPL(result, expression) \
  if (auto result = (expression); !result)     \
  return ::tl::unexpected<::onefold::Error>(std::move(result).error())
