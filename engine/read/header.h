// The ELF header, decoded. gABI chapter 4, "ELF Header".
#pragma once

#include <cstdint>

#include "base/address.h"
#include "base/error.h"
#include "base/file_view.h"
#include "elf/layout.h"

namespace onefold {

struct Header {
  Format format;
  uint8_t os_abi = 0;
  uint8_t abi_version = 0;
  uint16_t type = 0;     // ET_*
  uint16_t machine = 0;  // EM_*
  uint32_t flags = 0;
  ModuleAddress entry;
  FileOffset phoff;
  FileOffset shoff;
  uint16_t phentsize = 0;
  uint16_t shentsize = 0;
  // True counts: PN_XNUM, SHN_UNDEF and SHN_XINDEX are looked up in section header 0.
  uint32_t phnum = 0;
  uint64_t shnum = 0;
  uint32_t shstrndx = 0;

  bool is_loadable() const { return type == ET_EXEC || type == ET_DYN; }
};

// Errors: anything but a complete ELF header of a known class, byte order and version, and an
// e_phentsize that no loader accepts. Section headers are not a loader's business: broken ones
// leave shnum at 0.
Result<Header> read_header(const FileView& file);

}  // namespace onefold
