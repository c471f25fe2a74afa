// The four formats, as a list for TYPED_TEST_SUITE, and what tests say about a Result.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <ostream>
#include <string>

#include "base/error.h"
#include "elf/layout.h"

namespace onefold {

// How GoogleTest prints these in a failed expectation.
inline void PrintTo(const Error& error, std::ostream* out) { *out << to_string(error); }

}  // namespace onefold

namespace onefold::testing {

using AllFormats = ::testing::Types<Elf32Le, Elf32Be, Elf64Le, Elf64Be>;

// EXPECT_TRUE(ok(result)): a failure shows the error's line.
template <typename T>
::testing::AssertionResult ok(const Result<T>& result) {
  if (result) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << to_string(result.error());
}

// EXPECT_TRUE(fails(result, "p_filesz", 0x40, "at most 4", "5")): the error is exactly this one,
// about "test.elf".
template <typename T>
::testing::AssertionResult fails(const Result<T>& result, const std::string& field,
                                 std::optional<uint64_t> offset, const std::string& expected,
                                 const std::string& found) {
  if (result) return ::testing::AssertionFailure() << "there is no error";
  Error wanted{"test.elf", field, offset, expected, found};
  const Error& error = result.error();
  if (error.file == wanted.file && error.field == field && error.offset == offset &&
      error.expected == expected && error.found == found) {
    return ::testing::AssertionSuccess();
  }
  return ::testing::AssertionFailure()
         << "\n  got:    " << to_string(error) << "\n  wanted: " << to_string(wanted);
}

}  // namespace onefold::testing
