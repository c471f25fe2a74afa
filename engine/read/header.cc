#include "read/header.h"

#include <fmt/format.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/counted.h"

namespace onefold {
namespace {

// Field offsets in e_ident and what follows it are the same for both classes up to e_version.
constexpr FileOffset kVersionAt{20};

// "#!/bin/sh" is what the kernel starts the file with; most who name a script mean that.
std::optional<std::string> script_line(const FileView& file) {
  std::string_view text(reinterpret_cast<const char*>(file.all().data()), file.all().size());
  if (!text.starts_with("#!")) return std::nullopt;
  return "a script: " + printable(text.substr(0, text.find('\n')), 80);
}

Result<Format> read_format(const FileView& file) {
  if (auto script = script_line(file))
    return fail(file.error("e_ident[EI_MAG]", FileOffset(0), "an ELF file (7f 45 4c 46)", *script));
  if (file.size() < EI_NIDENT) {
    return fail(file.error("e_ident", FileOffset(0), "an ELF file's 16 identification bytes",
                           "a file of " + counted(file.size(), "byte", "bytes")));
  }
  ONEFOLD_TRY(auto ident, file.bytes(FileOffset(0), EI_NIDENT, "e_ident"));
  auto byte = [&](int index) {
    return std::to_integer<unsigned>(ident[static_cast<size_t>(index)]);
  };
  if (byte(0) != ELFMAG0 || byte(1) != ELFMAG1 || byte(2) != ELFMAG2 || byte(3) != ELFMAG3) {
    return fail(
        file.error("e_ident[EI_MAG]", FileOffset(0), "an ELF file (7f 45 4c 46)",
                   fmt::format("{:02x} {:02x} {:02x} {:02x}", byte(0), byte(1), byte(2), byte(3))));
  }
  if (byte(EI_CLASS) != ELFCLASS32 && byte(EI_CLASS) != ELFCLASS64) {
    return fail(file.error("e_ident[EI_CLASS]", FileOffset(EI_CLASS),
                           "ELFCLASS32 (1) or ELFCLASS64 (2)", fmt::format("{}", byte(EI_CLASS))));
  }
  if (byte(EI_DATA) != ELFDATA2LSB && byte(EI_DATA) != ELFDATA2MSB) {
    return fail(file.error("e_ident[EI_DATA]", FileOffset(EI_DATA),
                           "ELFDATA2LSB (1) or ELFDATA2MSB (2)", fmt::format("{}", byte(EI_DATA))));
  }
  if (byte(EI_VERSION) != EV_CURRENT) {
    return fail(file.error("e_ident[EI_VERSION]", FileOffset(EI_VERSION), "EV_CURRENT (1)",
                           fmt::format("{}", byte(EI_VERSION))));
  }
  return Format{byte(EI_CLASS) == ELFCLASS64 ? Class::k64 : Class::k32,
                byte(EI_DATA) == ELFDATA2LSB ? std::endian::little : std::endian::big};
}

// gABI: counts that do not fit the header's 16 bits stand in section header 0.
template <typename E>
Result<void> read_extended_counts(const FileView& file, const typename E::Ehdr& raw,
                                  Header& header) {
  auto zero = file.record<typename E::Shdr>(header.shoff, "section header 0");
  bool usable = header.shoff.value != 0 && header.shentsize == sizeof(typename E::Shdr) && zero;
  if (raw.e_phnum == PN_XNUM) {
    if (!usable) {
      return fail(file.error("e_phnum", FileOffset(offsetof(typename E::Ehdr, e_phnum)),
                             "section header 0 with the true count (PN_XNUM)",
                             "no such section header"));
    }
    header.phnum = zero->sh_info;
    const bool apart =
        header.phoff < header.shoff
            ? header.shoff - header.phoff >= uint64_t{header.phnum} * sizeof(typename E::Phdr)
            : header.phoff - header.shoff >= sizeof(typename E::Shdr);
    if (!apart && file.table<typename E::Phdr>(header.phoff, header.phnum, "e_phoff")) {
      return fail(file.error("e_phnum", FileOffset(offsetof(typename E::Ehdr, e_phnum)),
                             "section header 0 with the true count (PN_XNUM)",
                             "one that lies among the program headers themselves"));
    }
  }
  if (!usable) {
    header.shnum = 0;
    header.shstrndx = 0;
    return {};
  }
  if (header.shnum == 0) header.shnum = zero->sh_size;
  if (raw.e_shstrndx == SHN_XINDEX) header.shstrndx = zero->sh_link;
  if (!file.table<typename E::Shdr>(header.shoff, header.shnum, "e_shnum")) header.shnum = 0;
  if (header.shstrndx >= header.shnum) header.shstrndx = 0;
  return {};
}

template <typename E>
Result<Header> decode(const FileView& file) {
  if (file.size() < sizeof(typename E::Ehdr)) {
    return fail(file.error("Ehdr", FileOffset(0),
                           fmt::format("an ELF header of {} bytes", sizeof(typename E::Ehdr)),
                           "a file of " + counted(file.size(), "byte", "bytes")));
  }
  ONEFOLD_TRY(auto raw, file.record<typename E::Ehdr>(FileOffset(0), "Ehdr"));
  if (raw.e_version != EV_CURRENT) {
    return fail(file.error("e_version", kVersionAt, "EV_CURRENT (1)",
                           fmt::format("{}", raw.e_version.get())));
  }
  Header header{.format = E::kFormat,
                .os_abi = raw.e_ident[EI_OSABI],
                .abi_version = raw.e_ident[EI_ABIVERSION],
                .type = raw.e_type,
                .machine = raw.e_machine,
                .flags = raw.e_flags,
                .entry = ModuleAddress(raw.e_entry),
                .phoff = FileOffset(raw.e_phoff),
                .shoff = FileOffset(raw.e_shoff),
                .phentsize = raw.e_phentsize,
                .shentsize = raw.e_shentsize,
                .phnum = raw.e_phnum,
                .shnum = raw.e_shnum,
                .shstrndx = raw.e_shstrndx};
  ONEFOLD_CHECK(read_extended_counts<E>(file, raw, header));
  if (header.is_loadable() && header.machine == EM_NONE) {
    return fail(file.error("e_machine", FileOffset(offsetof(typename E::Ehdr, e_machine)),
                           "a machine", "EM_NONE (0)"));
  }
  if (header.phnum != 0 && header.phentsize != sizeof(typename E::Phdr)) {
    return fail(file.error("e_phentsize", FileOffset(offsetof(typename E::Ehdr, e_phentsize)),
                           fmt::format("{}", sizeof(typename E::Phdr)),
                           fmt::format("{}", header.phentsize)));
  }
  return header;
}

}  // namespace

Result<Header> read_header(const FileView& file) {
  ONEFOLD_TRY(auto format, read_format(file));
  return with_format(format, [&]<typename E>() { return decode<E>(file); });
}

}  // namespace onefold
