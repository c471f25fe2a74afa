#include "packages/control_file.h"

#include <algorithm>
#include <cstdint>
#include <span>

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

constexpr size_t kBlock = 64;

// Most blocks have none, and no look at each byte tells so.
bool may_have_empty_line(std::span<const char, kBlock + 1> block) {
  uint8_t found = 0;
  for (size_t i = 0; i < kBlock; ++i) {
    const bool is_end = block[i] == '\n';
    const bool is_empty = block[i + 1] == '\n';
    found |= static_cast<uint8_t>(static_cast<unsigned>(is_end) & static_cast<unsigned>(is_empty));
  }
  return found != 0;
}

// Behind the line before the first empty one.
size_t end_of_paragraph(std::string_view text) {
  size_t at = 0;
  while (text.size() - at > kBlock &&
         !may_have_empty_line(std::span(text).subspan(at).first<kBlock + 1>()))
    at += kBlock;
  const size_t empty = text.find("\n\n", at);
  return empty == std::string_view::npos ? text.size() : empty + 1;
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

std::optional<Paragraph> ControlFile::next() {
  std::string_view text = rest_;
  std::string_view line;
  while (!rest_.empty() && is_blank(line = take_line(rest_))) text = rest_;
  if (text.empty()) return std::nullopt;
  std::string_view end = rest_;
  while (!is_blank(line)) {
    end = rest_;
    line = take_line(rest_);
  }
  return Paragraph(before(text, end));
}

std::optional<Paragraph> ControlFile::next_of_dpkg() {
  rest_.remove_prefix(std::min(rest_.find_first_not_of('\n'), rest_.size()));
  if (rest_.empty()) return std::nullopt;
  const std::string_view text = rest_;
  rest_.remove_prefix(end_of_paragraph(rest_));
  return Paragraph(before(text, rest_));
}

}  // namespace onefold
