#include "rewrite/headers.h"

#include <algorithm>
#include <iterator>

namespace onefold {
namespace {

template <typename T>
std::vector<std::byte> raw_bytes(std::span<const T> records) {
  auto raw = std::as_bytes(records);
  return {raw.begin(), raw.end()};
}

template <typename E>
typename E::Phdr encode(const PlannedHeader& header) {
  using Native = typename E::Native;
  typename E::Phdr raw{};
  raw.p_type = header.type;
  raw.p_flags = header.flags;
  raw.p_offset = static_cast<Native>(header.offset);
  raw.p_vaddr = raw.p_paddr = static_cast<Native>(header.vaddr.value);
  raw.p_filesz = static_cast<Native>(header.filesz);
  raw.p_memsz = static_cast<Native>(header.memsz);
  raw.p_align = static_cast<Native>(header.align);
  return raw;
}

// PT_PHDR and PT_INTERP come before the PT_LOADs (gABI), the rest after them.
bool comes_first(const PlannedHeader& header) {
  return header.type == PT_PHDR || header.type == PT_INTERP;
}

std::vector<std::byte> encode_table(const Plan& plan, const std::vector<PlannedHeader>& headers,
                                    const std::vector<PlannedLoad>& loads) {
  return with_format(plan.format(), [&]<typename E>() {
    std::vector<typename E::Phdr> table;
    for (const PlannedHeader& header : headers) {
      if (comes_first(header)) table.push_back(encode<E>(header));
    }
    for (const PlannedLoad& planned : loads) {
      const PlannedLoad load = plan.stated(planned);
      table.push_back(encode<E>(
          {PT_LOAD, load.flags, load.offset, load.vaddr, load.filesz, load.memsz, load.align}));
    }
    for (const PlannedHeader& header : headers) {
      if (!comes_first(header)) table.push_back(encode<E>(header));
    }
    return raw_bytes(std::span<const typename E::Phdr>(table));
  });
}

}  // namespace

std::vector<std::byte> encode_program_headers(const Plan& plan) {
  return encode_table(plan, plan.headers, plan.layout.kernel_loads());
}

EncodedHeaders encode_loader_headers(const Plan& plan) {
  std::vector<PlannedLoad> loads;
  std::ranges::copy_if(plan.layout.loads, std::back_inserter(loads),
                       [&](const PlannedLoad& load) { return plan.loader_sees(load); });
  EncodedHeaders encoded{.bytes = encode_table(plan, plan.loader_headers, loads)};
  with_format(plan.format(), [&]<typename E>() {
    using Phdr = typename E::Phdr;
    auto table = FileView::as_table<Phdr>(encoded.bytes);
    encoded.count = table.size();
    auto dynamic = std::ranges::find(table, uint32_t{PT_DYNAMIC},
                                     [](const Phdr& header) { return header.p_type.get(); });
    encoded.dynamic_vaddr =
        static_cast<uint64_t>(dynamic - table.begin()) * sizeof(Phdr) + offsetof(Phdr, p_vaddr);
  });
  return encoded;
}

std::vector<std::byte> encode_elf_header(const Plan& plan, const SectionTablePlace& sections) {
  const Module& program = *plan.parts.program().module;
  return with_format(plan.format(), [&]<typename E>() {
    typename E::Ehdr header = FileView::as_table<typename E::Ehdr>(program.file.all())[0];
    // IFUNC and GNU_UNIQUE symbols of any part ask for ELFOSABI_GNU, which glibc takes as well as
    // ELFOSABI_SYSV.
    for (const Part& part : plan.parts.list) {
      if (part.module->header.os_abi == ELFOSABI_GNU)
        header.e_ident[EI_OSABI] = uint8_t{ELFOSABI_GNU};
    }
    if (plan.fixed_address) header.e_type = uint16_t{ET_EXEC};
    header.e_entry = static_cast<typename E::Native>(plan.entry.value);
    header.e_phoff = static_cast<typename E::Native>(plan.layout.headers.offset);
    header.e_phnum = static_cast<uint16_t>(plan.headers.size() + plan.layout.kernel_loads().size());
    header.e_shoff = static_cast<typename E::Native>(sections.offset);
    header.e_shnum = sections.count;
    header.e_shstrndx = sections.names;
    header.e_shentsize = static_cast<uint16_t>(sections.count != 0 ? sizeof(typename E::Shdr) : 0);
    return raw_bytes(std::span<const typename E::Ehdr>(&header, 1));
  });
}

}  // namespace onefold
