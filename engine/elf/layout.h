// The gABI's structures as they lie in a file, for both classes and both byte orders.
//
// Elf<Class, Order> is named only where bytes are decoded (read/) or encoded (emit/, stack/).
// Source: System V gABI, chapters 4 and 5; symbol versions: Linux Standard Base, "Symbol
// Versioning".
#pragma once

#include <elf.h>

#include <bit>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "elf/field.h"

namespace onefold {

enum class Class : uint8_t { k32 = ELFCLASS32, k64 = ELFCLASS64 };

struct Format {
  Class elf_class = Class::k64;
  std::endian order = std::endian::little;

  constexpr bool is_64() const { return elf_class == Class::k64; }
  constexpr uint64_t word_size() const { return is_64() ? 8 : 4; }  // bytes of an address
  constexpr uint64_t max_address() const { return is_64() ? UINT64_MAX : UINT32_MAX; }
  constexpr bool operator==(const Format&) const = default;
};

template <Class C, std::endian Order>
struct Elf {
  static constexpr Format kFormat{C, Order};
  static constexpr bool k64 = C == Class::k64;
  static constexpr std::endian kOrder = Order;

  using Half = Field<uint16_t, Order>;
  using Word = Field<uint32_t, Order>;
  using Xword = Field<uint64_t, Order>;
  // As wide as an address.
  using Native = std::conditional_t<k64, uint64_t, uint32_t>;
  using Addr = Field<Native, Order>;
  using Off = Addr;
  using Sxword = Field<std::conditional_t<k64, int64_t, int32_t>, Order>;
  using Byte = Field<uint8_t, Order>;

  struct Ehdr {
    std::array<Byte, EI_NIDENT> e_ident;
    Half e_type, e_machine;
    Word e_version;
    Addr e_entry;
    Off e_phoff, e_shoff;
    Word e_flags;
    Half e_ehsize, e_phentsize, e_phnum, e_shentsize, e_shnum, e_shstrndx;
  };

  struct Phdr32 {
    Word p_type;
    Off p_offset;
    Addr p_vaddr, p_paddr;
    Addr p_filesz, p_memsz;
    Word p_flags;
    Addr p_align;
  };
  struct Phdr64 {
    Word p_type, p_flags;
    Off p_offset;
    Addr p_vaddr, p_paddr, p_filesz, p_memsz, p_align;
  };
  using Phdr = std::conditional_t<k64, Phdr64, Phdr32>;

  struct Shdr {
    Word sh_name, sh_type;
    Addr sh_flags, sh_addr;
    Off sh_offset;
    Addr sh_size;
    Word sh_link, sh_info;
    Addr sh_addralign, sh_entsize;
  };

  struct Dyn {
    Addr d_tag, d_val;
  };

  struct Sym32 {
    Word st_name;
    Addr st_value;
    Word st_size;
    Byte st_info, st_other;
    Half st_shndx;
  };
  struct Sym64 {
    Word st_name;
    Byte st_info, st_other;
    Half st_shndx;
    Addr st_value;
    Xword st_size;
  };
  using Sym = std::conditional_t<k64, Sym64, Sym32>;

  struct Rel {
    Addr r_offset, r_info;
  };
  struct Rela {
    Addr r_offset, r_info;
    Sxword r_addend;
  };

  struct Verdef {
    Half vd_version, vd_flags, vd_ndx, vd_cnt;
    Word vd_hash, vd_aux, vd_next;
  };
  struct Verdaux {
    Word vda_name, vda_next;
  };
  struct Verneed {
    Half vn_version, vn_cnt;
    Word vn_file, vn_aux, vn_next;
  };
  struct Vernaux {
    Word vna_hash;
    Half vna_flags, vna_other;
    Word vna_name, vna_next;
  };

  struct Nhdr {
    Word n_namesz, n_descsz, n_type;
  };

  static_assert(sizeof(Ehdr) == (k64 ? 64 : 52) && sizeof(Phdr) == (k64 ? 56 : 32));
  static_assert(sizeof(Sym) == (k64 ? 24 : 16) && sizeof(Rela) == (k64 ? 24 : 12));
};

using Elf32Le = Elf<Class::k32, std::endian::little>;
using Elf32Be = Elf<Class::k32, std::endian::big>;
using Elf64Le = Elf<Class::k64, std::endian::little>;
using Elf64Be = Elf<Class::k64, std::endian::big>;

// Calls fn.template operator()<E>() with the layout of `format`.
template <typename Fn>
decltype(auto) with_format(Format format, Fn&& fn) {
  if (format.is_64()) {
    if (format.order == std::endian::little) return fn.template operator()<Elf64Le>();
    return fn.template operator()<Elf64Be>();
  }
  if (format.order == std::endian::little) return fn.template operator()<Elf32Le>();
  return fn.template operator()<Elf32Be>();
}

}  // namespace onefold
