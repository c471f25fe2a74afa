#include "packages/control_file.h"

#include <algorithm>

namespace onefold {
namespace {

std::string_view take_line(std::string_view& text) {
  std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r";
  const size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

std::string_view Paragraph::field(std::string_view name) const {
  std::string_view rest = text_;
  while (!rest.empty()) {
    std::string_view line = take_line(rest);
    if (line.size() > name.size() && line[name.size()] == ':' &&
        same_name(line.substr(0, name.size()), name))
      return trimmed(line.substr(name.size() + 1));
  }
  return {};
}

std::optional<Paragraph> ControlFile::next() {
  while (!rest_.empty() && rest_.front() == '\n') rest_.remove_prefix(1);
  if (rest_.empty()) return std::nullopt;
  std::string_view text = rest_.substr(0, rest_.find("\n\n"));
  rest_.remove_prefix(std::min(text.size() + 2, rest_.size()));
  return Paragraph(text);
}

}  // namespace onefold
