#include "base/error.h"

#include <fmt/format.h>

#include <algorithm>

namespace onefold {

namespace {

// Would it end the line, or show what follows in another order? U+061C, U+200E and U+200F, U+2028
// to U+202E, U+2066 to U+2069 (UAX #9, section 2; CVE-2021-42574).
bool changes_order(std::string_view text) {
  if (text.starts_with("\xd8\x9c")) return true;
  if (text.size() < 3 || text[0] != '\xe2') return false;
  const auto last = static_cast<unsigned char>(text[2]);
  if (text[1] == '\x80') return (last & 0xfe) == 0x8e || (last >= 0xa8 && last <= 0xae);
  return text[1] == '\x81' && last >= 0xa6 && last <= 0xa9;
}

// The length of the character that `text` begins with, or 0 if that is not well-formed UTF-8
// (Unicode standard, table 3-7) or is a control character: a terminal obeys U+009B as it does ESC
// [.
size_t printable_length(std::string_view text) {
  auto byte = [&](size_t i) {
    return i < text.size() ? static_cast<unsigned>(static_cast<unsigned char>(text[i])) : 0U;
  };
  auto continues = [&](size_t first, size_t last) {
    for (size_t i = first; i <= last; ++i) {
      if (byte(i) < 0x80 || byte(i) > 0xbf) return false;
    }
    return true;
  };
  unsigned lead = byte(0);
  if (lead < 0x80) return lead >= 0x20 && lead != 0x7f ? 1 : 0;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  if (lead < 0xe0) {
    const bool is_control = (lead == 0xc2 && byte(1) < 0xa0) || changes_order(text);
    return continues(1, 1) && !is_control ? 2 : 0;
  }
  unsigned least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  unsigned most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  if (byte(1) < least || byte(1) > most || changes_order(text)) return 0;
  size_t length = lead < 0xf0 ? 3 : 4;
  return continues(2, length - 1) ? length : 0;
}

}  // namespace

std::string printable(std::string_view text, size_t limit) {
  std::string out;
  while (!text.empty()) {
    size_t length = printable_length(text);
    std::string piece = length != 0 ? std::string(text.substr(0, length))
                                    : fmt::format("\\x{:02x}", static_cast<unsigned char>(text[0]));
    if (out.size() + piece.size() > limit) return out + "...";
    out += piece;
    text.remove_prefix(std::max<size_t>(length, 1));
  }
  return out;
}

std::string warning_line(std::string_view file, std::string_view warning) {
  return printable(file, 4096) + ": " + printable(warning, 8192);
}

std::string to_string(const Error& error) {
  // A path may be as long as PATH_MAX; names from inside a file are shortened.
  std::string out = printable(error.file, 4096) + ": " + printable(error.field);
  if (error.offset) out += fmt::format(" at {:#x}", *error.offset);
  return out + fmt::format(": expected {}, found {}", printable(error.expected, 1024),
                           printable(error.found, 1024));
}

}  // namespace onefold
