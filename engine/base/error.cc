#include "base/error.h"

#include <fmt/format.h>

namespace onefold {

std::string printable(std::string_view text, size_t limit) {
  std::string out;
  for (char c : text) {
    if (out.size() >= limit) return out + "...";
    auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out;
}

std::string to_string(const Error& error) {
  // A path may be as long as PATH_MAX; names from inside a file are shortened.
  std::string out = printable(error.file, 4096) + ": " + printable(error.field);
  if (error.offset) out += fmt::format(" at {:#x}", *error.offset);
  return out + fmt::format(": expected {}, found {}", printable(error.expected, 1024),
                           printable(error.found, 1024));
}

}  // namespace onefold
