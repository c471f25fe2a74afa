#include "verify/psabi.h"

#include <cstring>

#include "elf/field.h"

namespace onefold::verify {
namespace {

constexpr const PsAbi* kAll[] = {&kAArch64, &kArm,     &kI386,    &kMips,  &kMipsLe,
                                 &kPowerPc, &kPpc64Le, &kRiscV64, &kS390x, &kX86_64};

template <typename Word>
uint64_t whole_word(std::span<const std::byte> bytes, std::endian order) {
  Word word = 0;
  std::memcpy(&word, bytes.data(), sizeof(Word));
  return order == std::endian::native ? word : byte_swapped(word);
}

}  // namespace

RelocationType PsAbi::find(uint32_t type) const {
  for (const RelocationType& known : types) {
    if (known.type == type) return known;
  }
  return {.type = type};
}

std::span<const PsAbi* const> all_psabis() { return kAll; }

const PsAbi* find_psabi(const Header& header) {
  for (const PsAbi* psabi : kAll) {
    if (psabi->machine == header.machine && psabi->format == header.format) return psabi;
  }
  return nullptr;
}

uint64_t word_of(std::span<const std::byte> bytes, std::endian order) {
  if (bytes.size() == 8) return whole_word<uint64_t>(bytes, order);
  if (bytes.size() == 4) return whole_word<uint32_t>(bytes, order);
  uint64_t value = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    const size_t at = order == std::endian::little ? bytes.size() - 1 - i : i;
    value = value << 8 | std::to_integer<uint64_t>(bytes[at]);
  }
  return value;
}

}  // namespace onefold::verify
