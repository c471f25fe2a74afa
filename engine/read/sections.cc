#include "read/sections.h"

namespace onefold {
namespace {

template <typename E>
std::vector<Section> decode(const Module& module) {
  using Shdr = typename E::Shdr;
  const Header& header = module.header;
  if (header.shnum == 0 || header.shentsize != sizeof(Shdr)) return {};
  auto table = module.file.table<Shdr>(header.shoff, header.shnum, "e_shoff");
  if (!table || header.shstrndx >= table->size()) return {};
  const Shdr& names = (*table)[header.shstrndx];
  auto name_bytes = module.file.bytes(FileOffset(names.sh_offset), names.sh_size, "sh_offset");
  if (!name_bytes) return {};
  std::vector<Section> sections;
  sections.reserve(table->size());
  for (const Shdr& raw : *table) {
    auto name =
        string_at(module.file, *name_bytes, FileOffset(names.sh_offset), raw.sh_name, "sh_name");
    const bool in_file =
        raw.sh_type == SHT_NOBITS || raw.sh_type == SHT_NULL ||
        module.file.bytes(FileOffset(raw.sh_offset), raw.sh_size, "sh_offset").has_value();
    if (!name || !in_file) return {};
    sections.push_back({.name = *name,
                        .type = raw.sh_type,
                        .flags = raw.sh_flags,
                        .address = ModuleAddress(raw.sh_addr),
                        .offset = FileOffset(raw.sh_offset),
                        .size = raw.sh_size,
                        .link = raw.sh_link,
                        .info = raw.sh_info,
                        .align = raw.sh_addralign,
                        .entry_size = raw.sh_entsize});
  }
  return sections;
}

}  // namespace

std::vector<Section> read_sections(const Module& module) {
  return with_format(module.format(), [&]<typename E>() { return decode<E>(module); });
}

}  // namespace onefold
