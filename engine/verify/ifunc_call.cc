#include "verify/ifunc_call.h"

namespace onefold::verify {
namespace {

constexpr uint64_t kSize = 16;

// endbr64; jmp *word(%rip), and six bytes that are never run
std::optional<uint64_t> read_x86_64(std::span<const std::byte> code, uint64_t at) {
  constexpr uint64_t kEnd = 10;
  auto number = [&](size_t from, size_t size) {
    return word_of(code.subspan(from, size), std::endian::little);
  };
  if (number(0, 6) != 0x25fffa1e0ff3) return std::nullopt;
  return at + kEnd + sign_extended(number(6, 4), 32);
}

}  // namespace

FoldSite* find_ifunc_call(Context& context, uint64_t at) {
  if (&context.psabi() != &kX86_64 || context.loader() == nullptr) return nullptr;
  const auto word = read_own_code<uint64_t>(context, at, kSize, &read_x86_64);
  if (!word || context.is_in_input(*word, context.word())) return nullptr;
  FoldSite* site = context.site_at(*word);
  const bool resolved = site != nullptr && site->type.meaning == Meaning::kResolver;
  return resolved && site->type.size == context.word() ? site : nullptr;
}

}  // namespace onefold::verify
