#include "resolve/acceptance.h"

#include <fmt/format.h>

#include <algorithm>

#include "elf/names.h"
#include "machine/abi_flags.h"

namespace onefold {
namespace {

// The first e_ident byte that ld.so wants to be 0: behind EI_ABIVERSION.
constexpr uint64_t kPaddingAt = EI_PAD;
// glibc's LIBC_ABI_MAX lies beyond the versions that any of its ports has given out.
constexpr uint8_t kMaxAbiVersion = 16;

bool is_other_class(const FileView& file, Format format) {
  if (file.size() < EI_NIDENT) return false;
  auto ident = file.all().first(EI_NIDENT);
  constexpr std::byte kMagic[] = {std::byte{ELFMAG0}, std::byte{ELFMAG1}, std::byte{ELFMAG2},
                                  std::byte{ELFMAG3}};
  if (!std::ranges::equal(ident.first(4), kMagic)) return false;
  return ident[EI_CLASS] != static_cast<std::byte>(format.elf_class);
}

Result<void> check_ident(const FileView& file, const Header& header, const LoaderAbi& loader) {
  if (header.format.order != loader.format.order) {
    bool big = loader.format.order == std::endian::big;
    return fail(file.error("e_ident[EI_DATA]", FileOffset(EI_DATA),
                           big ? "ELFDATA2MSB (2), the loader's byte order"
                               : "ELFDATA2LSB (1), the loader's byte order",
                           big ? "ELFDATA2LSB (1)" : "ELFDATA2MSB (2)"));
  }
  bool known_abi = header.os_abi == ELFOSABI_SYSV || header.os_abi == ELFOSABI_GNU ||
                   (header.machine == EM_ARM && header.os_abi == ELFOSABI_ARM_AEABI);
  if (!known_abi) {
    return fail(file.error("e_ident[EI_OSABI]", FileOffset(EI_OSABI),
                           "ELFOSABI_SYSV (0) or ELFOSABI_GNU (3)", os_abi_name(header.os_abi)));
  }
  if (header.abi_version >= kMaxAbiVersion) {
    return fail(file.error("e_ident[EI_ABIVERSION]", FileOffset(EI_ABIVERSION),
                           "a version that glibc knows", fmt::format("{}", header.abi_version)));
  }
  auto padding = file.all().first(EI_NIDENT).subspan(kPaddingAt);
  if (std::ranges::any_of(padding, [](std::byte b) { return b != std::byte{0}; })) {
    return fail(file.error("e_ident[EI_PAD]", FileOffset(kPaddingAt), "zeros", "other bytes"));
  }
  return {};
}

}  // namespace

Result<Acceptance> check_library_header(const FileView& file, const LoaderAbi& loader) {
  if (is_other_class(file, loader.format)) return Acceptance::kPassedOver;
  ONEFOLD_TRY(auto header, read_header(file));
  ONEFOLD_CHECK(check_ident(file, header, loader));
  if (header.machine != loader.machine) return Acceptance::kPassedOver;
  switch (compare_abi_flags(header.machine, loader.flags, header.flags)) {
    case AbiFlags::kPassOver:
      return Acceptance::kPassedOver;
    case AbiFlags::kError:
      return fail(file.error("e_flags", fmt::format("the loader's ABI, as {:#x}", loader.flags),
                             fmt::format("{:#x}", header.flags)));
    case AbiFlags::kSame:
      break;
  }
  if (header.type != ET_DYN) {
    return fail(file.error("e_type", FileOffset(EI_NIDENT), "ET_DYN (3)",
                           fmt::format("{}", file_type_name(header.type))));
  }
  return Acceptance::kAccepted;
}

}  // namespace onefold
