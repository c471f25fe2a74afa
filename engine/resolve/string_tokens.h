// $ORIGIN, $LIB and $PLATFORM in names and search paths. gABI chapter 5, "Substitution Sequences";
// glibc elf/dl-load.c (is_dst, _dl_dst_substitute).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace onefold {

struct TokenValues {
  std::string_view origin;
  std::string_view lib;
  std::string_view platform;  // empty: unknown
};

// `text` with every token replaced, ${NAME} or $NAME; other dollars stay. nullopt: a token has no
// value, and ld.so does without the whole string.
std::optional<std::string> expand_tokens(std::string_view text, const TokenValues& values);

}  // namespace onefold
