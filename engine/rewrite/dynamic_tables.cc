#include "rewrite/dynamic_tables.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/checked.h"
#include "elf/hash.h"
#include "plan/own_sizes.h"

namespace onefold {
namespace {

// Records written one after the other.
class RecordWriter {
 public:
  explicit RecordWriter(std::span<std::byte> bytes) : rest_(bytes) {}

  template <typename T>
  void put(const T& record) {
    std::memcpy(rest_.data(), &record, sizeof(T));
    rest_ = rest_.subspan(sizeof(T));
  }
  void skip(uint64_t size) { rest_ = rest_.subspan(as_size(size)); }

 private:
  std::span<std::byte> rest_;
};

// The strings were interned when the plan was made; find their offsets again.
uint32_t offset_of(const Plan& plan, std::string_view text) { return plan.strings.offset_of(text); }

// Where the TLS template lies: STT_TLS values count from there.
ImageAddress tls_template(const Plan& plan) {
  if (plan.tls.merged) return plan.tls.image;
  const Part& program = plan.parts.program();
  const Segment* tls = find_segment(program.module->segments, PT_TLS);
  return tls != nullptr ? program.place(tls->vaddr) : ImageAddress();
}

template <typename E>
typename E::Sym encode_symbol(const Plan& plan, const OutputSymbol& symbol) {
  typename E::Sym raw{};
  raw.st_name = symbol.name_offset;
  raw.st_value = static_cast<typename E::Native>(symbol.value);
  raw.st_size = static_cast<typename E::Native>(symbol.size);
  raw.st_info = static_cast<uint8_t>(ELF64_ST_INFO(symbol.binding, symbol.type));
  raw.st_other = symbol.other;
  if (symbol.absolute) {
    raw.st_shndx = uint16_t{SHN_ABS};
  } else if (symbol.defined) {
    const bool tls = symbol.type == STT_TLS;
    const ImageAddress at = tls ? tls_template(plan) + symbol.value : ImageAddress(symbol.value);
    const SectionPlan& sections = plan.sections;
    raw.st_shndx = plan.moves_absolute ? sections.index_of(at, tls) : sections.index_for(at, tls);
  }
  return raw;
}

template <typename E>
uint64_t relocation_info(uint32_t symbol, uint32_t type) {
  return E::k64 ? uint64_t{symbol} << 32 | type : uint64_t{symbol} << 8 | (type & 0xff);
}

}  // namespace

template <typename E>
void write_dynamic(const Plan& plan, std::span<std::byte> bytes) {
  RecordWriter writer(bytes);
  for (const PlannedDynamic& entry : plan.dynamic) {
    typename E::Dyn raw;
    raw.d_tag = static_cast<typename E::Native>(entry.tag);
    raw.d_val = static_cast<typename E::Native>(entry.value);
    writer.put(raw);
  }
}

template <typename E>
void write_gnu_hash(const Plan& plan, std::span<std::byte> bytes) {
  const DynamicSymbols& symbols = *plan.symbols;
  const GnuHashShape shape = gnu_hash_shape(symbols, plan.format());
  const auto& hashes = symbols.gnu_hashes();
  constexpr uint32_t kBits = E::k64 ? 64 : 32;
  std::vector<typename E::Native> bloom(shape.bloom_words);
  std::vector<uint32_t> buckets(shape.buckets);
  std::vector<uint32_t> chain(hashes.size());
  for (size_t i = 0; i < hashes.size(); ++i) {
    const uint32_t hash = hashes[i];
    auto& word = bloom[(hash / kBits) & (shape.bloom_words - 1)];
    word |= typename E::Native{1} << (hash % kBits);
    word |= typename E::Native{1} << ((hash >> shape.bloom_shift) % kBits);
    uint32_t& bucket = buckets[hash % shape.buckets];
    if (bucket == 0) bucket = symbols.first_export() + static_cast<uint32_t>(i);
    const bool last =
        i + 1 == hashes.size() || hashes[i + 1] % shape.buckets != hash % shape.buckets;
    chain[i] = (hash & ~1U) | (last ? 1U : 0U);
  }
  RecordWriter writer(bytes);
  for (uint32_t word :
       {shape.buckets, symbols.first_export(), shape.bloom_words, shape.bloom_shift}) {
    writer.put(typename E::Word(word));
  }
  for (auto word : bloom) writer.put(typename E::Addr(word));
  for (uint32_t bucket : buckets) writer.put(typename E::Word(bucket));
  for (uint32_t hash : chain) writer.put(typename E::Word(hash));
}

// gABI, "Hash Table". A chain has a name's exports in the order in which they were found, whatever
// the GOT made of the order of .dynsym: of two that answer a reference a lookup takes the first.
template <typename E>
void write_sysv_hash(const Plan& plan, std::span<std::byte> bytes) {
  const DynamicSymbols& symbols = *plan.symbols;
  std::vector<uint32_t> buckets(symbols.bucket_count());
  std::vector<uint32_t> chains(symbols.count());
  const auto put_first = [&](std::string_view name, uint32_t index) {
    uint32_t& bucket = buckets[sysv_hash(name) % buckets.size()];
    chains[index] = std::exchange(bucket, index);
  };
  for (auto i = static_cast<uint32_t>(symbols.imports().size()); i-- > 0;)
    put_first(symbols.imports()[i].name, symbols.index_of({.number = i}));
  for (auto i = static_cast<uint32_t>(symbols.exports().size()); i-- > 0;)
    put_first(symbols.exports()[i].name, symbols.index_of_export(i));
  RecordWriter writer(bytes);
  writer.put(typename E::Word(symbols.bucket_count()));
  writer.put(typename E::Word(symbols.count()));
  for (const auto* words : {&buckets, &chains}) {
    for (uint32_t word : *words) writer.put(typename E::Word(word));
  }
}

// The first two words are the loader's own, and say so. The others are what it computes; a function
// of the fold has its address, or the loader would take the word for a stub's.
template <typename E>
void write_got(const Plan& plan, std::span<std::byte> bytes) {
  const auto list = plan.symbols->in_order();
  RecordWriter writer(bytes);
  writer.put(typename E::Addr(typename E::Native{0}));
  writer.put(typename E::Addr(
      static_cast<typename E::Native>(plan.machine->implicit_got->second_word_bits)));
  for (size_t i = list.size() - plan.symbols->got_symbols(); i < list.size(); ++i) {
    const uint64_t value = list[i]->defined ? list[i]->value : 0;
    writer.put(typename E::Addr(static_cast<typename E::Native>(value)));
  }
}

template <typename E>
void write_symbols(const Plan& plan, std::span<std::byte> bytes) {
  RecordWriter writer(bytes);
  writer.skip(sizeof(typename E::Sym));
  for (const OutputSymbol* symbol : plan.symbols->in_order())
    writer.put(encode_symbol<E>(plan, *symbol));
}

template <typename E>
void write_version_indices(const Plan& plan, std::span<std::byte> bytes) {
  RecordWriter writer(bytes);
  writer.put(typename E::Half(uint16_t{0}));
  for (const OutputSymbol* symbol : plan.symbols->in_order())
    writer.put(typename E::Half(symbol->version));
}

template <typename E>
void write_version_definitions(const Plan& plan, std::span<std::byte> bytes) {
  const auto& definitions = plan.symbols->definitions();
  RecordWriter writer(bytes);
  auto put = [&](std::string_view name, uint32_t hash, uint16_t index, uint16_t flags, bool last) {
    typename E::Verdef raw{};
    raw.vd_version = uint16_t{1};
    raw.vd_flags = flags;
    raw.vd_ndx = index;
    raw.vd_cnt = uint16_t{1};
    raw.vd_hash = hash;
    raw.vd_aux = static_cast<uint32_t>(sizeof(raw));
    raw.vd_next = last ? 0U : static_cast<uint32_t>(sizeof(raw) + sizeof(typename E::Verdaux));
    writer.put(raw);
    typename E::Verdaux aux{};
    aux.vda_name = offset_of(plan, name);
    writer.put(aux);
  };
  put(plan.version_base, sysv_hash(plan.version_base), 1, VER_FLG_BASE, definitions.empty());
  for (const OutputVersionDefinition& version : definitions) {
    put(version.name, version.hash, version.index, 0, &version == &definitions.back());
  }
}

template <typename E>
void write_version_needs(const Plan& plan, std::span<std::byte> bytes) {
  const auto& needs = plan.symbols->needs();
  RecordWriter writer(bytes);
  for (const OutputVersionNeed& need : needs) {
    typename E::Verneed raw{};
    raw.vn_version = uint16_t{1};
    raw.vn_cnt = static_cast<uint16_t>(need.versions.size());
    raw.vn_file = offset_of(plan, need.file);
    raw.vn_aux = static_cast<uint32_t>(sizeof(raw));
    raw.vn_next = &need == &needs.back()
                      ? 0U
                      : static_cast<uint32_t>(sizeof(raw) +
                                              need.versions.size() * sizeof(typename E::Vernaux));
    writer.put(raw);
    for (const auto& version : need.versions) {
      typename E::Vernaux aux{};
      aux.vna_hash = version.hash;
      aux.vna_flags = static_cast<uint16_t>(version.weak ? VER_FLG_WEAK : 0);
      aux.vna_other = version.index;
      aux.vna_name = offset_of(plan, version.name);
      aux.vna_next = &version == &need.versions.back() ? 0U : static_cast<uint32_t>(sizeof(aux));
      writer.put(aux);
    }
  }
}

template <typename E>
void write_relocations(const Plan& plan, const std::vector<Fixup>& list,
                       std::span<std::byte> bytes) {
  RecordWriter writer(bytes);
  for (const Fixup& fixup : list) {
    const uint32_t symbol =
        fixup.kind == FixupKind::kSymbolic ? plan.symbols->index_of(fixup.symbol) : 0;
    const auto place = static_cast<typename E::Native>(fixup.place.value);
    const auto info = static_cast<typename E::Native>(relocation_info<E>(symbol, fixup.type));
    if (!plan.machine->rela) {
      writer.put(typename E::Rel{place, info});
      continue;
    }
    typename E::Rela raw;
    raw.r_offset = place;
    raw.r_info = info;
    raw.r_addend = static_cast<std::conditional_t<E::k64, int64_t, int32_t>>(fixup.addend);
    writer.put(raw);
  }
}

#define INSTANTIATE(E)                                                           \
  template void write_dynamic<E>(const Plan&, std::span<std::byte>);             \
  template void write_gnu_hash<E>(const Plan&, std::span<std::byte>);            \
  template void write_sysv_hash<E>(const Plan&, std::span<std::byte>);           \
  template void write_got<E>(const Plan&, std::span<std::byte>);                 \
  template void write_symbols<E>(const Plan&, std::span<std::byte>);             \
  template void write_version_indices<E>(const Plan&, std::span<std::byte>);     \
  template void write_version_definitions<E>(const Plan&, std::span<std::byte>); \
  template void write_version_needs<E>(const Plan&, std::span<std::byte>);       \
  template void write_relocations<E>(const Plan&, const std::vector<Fixup>&, std::span<std::byte>);
INSTANTIATE(Elf32Le)
INSTANTIATE(Elf32Be)
INSTANTIATE(Elf64Le)
INSTANTIATE(Elf64Be)
#undef INSTANTIATE

}  // namespace onefold
