#include "packages/control_file.h"

#include <algorithm>

namespace onefold {
namespace {

constexpr std::string_view kSpace = " \t\r";

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return text.substr(0, 0);
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

bool is_blank(std::string_view line) {
  return std::ranges::all_of(line, [](char c) { return c == ' ' || c == '\t' || c == '\r'; });
}

// Is it the first line of the field?
bool begins(std::string_view line, std::string_view name) {
  return line.size() > name.size() && line[name.size()] == ':' &&
         same_name(line.substr(0, name.size()), name);
}

bool goes_on(std::string_view rest) { return rest.starts_with(' ') || rest.starts_with('\t'); }

// What of `text` stands before `rest`, its end.
std::string_view before(std::string_view text, std::string_view rest) {
  return text.substr(0, text.size() - rest.size());
}

}  // namespace

std::string_view take_line(std::string_view& text) {
  std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string_view Paragraph::value(std::string_view name) const {
  std::string_view rest = text_;
  while (!rest.empty()) {
    std::string_view text = rest;
    std::string_view line = take_line(rest);
    if (!begins(line, name)) continue;
    while (goes_on(rest)) take_line(rest);
    return before(text, rest).substr(name.size() + 1);
  }
  return {};
}

std::string_view Paragraph::field(std::string_view name) const {
  std::string_view text = value(name);
  return trimmed(take_line(text));
}

std::optional<Paragraph> ControlFile::next(std::span<WantedField> wanted) {
  for (WantedField& field : wanted) field.found = {};
  std::string_view text = rest_;
  std::string_view line;
  while (!rest_.empty() && is_blank(line = take_line(rest_))) text = rest_;
  if (text.empty()) return std::nullopt;
  std::string_view end = rest_;
  for (; !is_blank(line); end = rest_, line = take_line(rest_)) {
    if (goes_on(line)) continue;
    for (WantedField& field : wanted) {
      if (field.found.data() == nullptr && begins(line, field.name))
        field.found = trimmed(line.substr(field.name.size() + 1));
    }
  }
  return Paragraph(before(text, end));
}

}  // namespace onefold
