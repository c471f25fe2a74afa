#include "resolve/string_tokens.h"

namespace onefold {
namespace {

bool is_name_char(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

// The length of `name` or `{name}` at the front of `text`, 0 if it isn't there. Without braces, no
// character of a name may follow.
size_t token_length(std::string_view text, std::string_view name) {
  bool braces = text.starts_with('{');
  std::string_view rest = text.substr(braces ? 1 : 0);
  if (!rest.starts_with(name)) return 0;
  rest.remove_prefix(name.size());
  if (braces) return rest.starts_with('}') ? name.size() + 2 : 0;
  return rest.empty() || !is_name_char(rest[0]) ? name.size() : 0;
}

}  // namespace

std::optional<std::string> expand_tokens(std::string_view text, const TokenValues& values) {
  struct Token {
    std::string_view name;
    std::string_view value;
  };
  const Token tokens[] = {
      {"ORIGIN", values.origin}, {"PLATFORM", values.platform}, {"LIB", values.lib}};
  std::string out;
  while (true) {
    size_t dollar = text.find('$');
    out += text.substr(0, dollar);
    if (dollar == std::string_view::npos) return out;
    text.remove_prefix(dollar + 1);
    size_t length = 0;
    for (const Token& token : tokens) {
      length = token_length(text, token.name);
      if (length == 0) continue;
      if (token.value.empty()) return std::nullopt;
      out += token.value;
      break;
    }
    if (length == 0) out += '$';
    text.remove_prefix(length);
  }
}

}  // namespace onefold
