#include "verify/sites.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "base/checked.h"
#include "base/sort.h"

namespace onefold::verify {
namespace {

using Kind = Value::Kind;

bool is_tls(Meaning meaning) {
  return meaning == Meaning::kModule || meaning == Meaning::kBlockOffset ||
         meaning == Meaning::kThreadOffset || meaning == Meaning::kThreadOffsetNegated ||
         meaning == Meaning::kDescriptor;
}

// Of the byte at `value` in the block. A negated offset is A less what the byte's is.
Value tls_value(Meaning meaning, uint32_t object, uint64_t value, uint64_t addend) {
  const uint64_t offset =
      meaning == Meaning::kThreadOffsetNegated ? value - addend : value + addend;
  switch (meaning) {
    case Meaning::kModule:
      return {Kind::kModule, object};
    case Meaning::kBlockOffset:
      return {Kind::kBlockOffset, object, offset};
    case Meaning::kDescriptor:
      return {Kind::kDescriptor, object, offset};
    default:
      return {Kind::kThreadOffset, object, offset};
  }
}

// musl, ldso/dynlink.c (do_relocs): an error.
bool is_unknown_to_musl(Meaning meaning) {
  return meaning == Meaning::kResolver || meaning == Meaning::kObjectSize;
}

Value defined_value(const Scope& scope, Definition definition, Meaning meaning, uint64_t addend,
                    uint64_t copy_size) {
  const Symbol& symbol = scope.symbol(definition);
  if (is_tls(meaning)) {
    return tls_value(meaning, definition.object, symbol.value.value, addend);
  }
  const bool musl = scope.loader() == Loader::kMusl;
  if (meaning == Meaning::kCopy) {
    return {Kind::kCopied, definition.object, symbol.value.value,
            musl ? copy_size : std::min(symbol.size, copy_size)};
  }
  if (meaning == Meaning::kObjectSize) return {Kind::kNumber, 0, symbol.size + addend};
  if (scope.is_absolute(symbol)) return {Kind::kNumber, 0, symbol.value.value + addend};
  const bool resolved = symbol.type == STT_GNU_IFUNC && symbol.section != SHN_UNDEF;
  return {resolved ? Kind::kResolved : Kind::kPlace, definition.object,
          symbol.value.value + addend};
}

}  // namespace

Asks asks_of(const Object& object, const RelocationType& type) {
  if (type.meaning == Meaning::kCopy) return Asks::kCopy;
  if (type.meaning == Meaning::kCall || is_tls(type.meaning)) return Asks::kCall;
  return object.is_x86() && type.type == R_X86_64_GLOB_DAT ? Asks::kGot : Asks::kAddress;
}

namespace {

Value whole_value(const Scope& scope, uint32_t object, const Relocation& relocation,
                  const RelocationType& type, int64_t addend) {
  const auto a = static_cast<uint64_t>(addend);
  const bool musl = scope.loader() == Loader::kMusl;
  if (type.meaning == Meaning::kUnknown || (musl && is_unknown_to_musl(type.meaning)))
    return {Kind::kUnknown, object, relocation.type};
  if (type.meaning == Meaning::kBase) return {Kind::kPlace, object, a};
  if (type.meaning == Meaning::kResolver) return {Kind::kResolved, object, a};
  if (relocation.symbol == 0) {
    // The null symbol is local: its module, and value 0.
    if (is_tls(type.meaning)) return tls_value(type.meaning, object, 0, a);
    if (type.meaning == Meaning::kCopy) return {Kind::kCopied, object, 0, 0};
    if (type.meaning == Meaning::kObjectSize) return {Kind::kNumber, 0, a};
    if (musl && !scope.object(object).psabi->implicit_got) return {Kind::kNumber, 0, a};
    return {Kind::kPlace, object, a};
  }
  if (relocation.own_symbol && !musl)
    return defined_value(scope, {object, relocation.symbol}, type.meaning, a, 0);
  const Object& from = scope.object(object);
  const Symbol& reference = from.symbols[relocation.symbol];
  if (from.psabi->addend_has_local_value && reference.is_local() && reference.is_defined() &&
      !is_tls(type.meaning) && type.meaning != Meaning::kCopy && !musl) {
    return {Kind::kPlace, object, a};
  }
  const Bound bound = scope.bind(object, relocation.symbol, asks_of(from, type));
  switch (bound.kind) {
    case Bound::Kind::kDefined:
      return defined_value(scope, bound.definition, type.meaning, a, reference.size);
    case Bound::Kind::kWeakZero:
      return {Kind::kWeakZero, object, relocation.symbol, is_tls(type.meaning) ? 0 : a};
    default:
      return {Kind::kUndefined, object, relocation.symbol};
  }
}

}  // namespace

RelocationType relative_type(const PsAbi& psabi) {
  for (const RelocationType& type : psabi.types) {
    if (type.meaning == Meaning::kBase) return type;
  }
  return {.meaning = Meaning::kBase, .size = static_cast<uint8_t>(psabi.format.word_size())};
}

Value value_of(const Scope& scope, uint32_t object, const Relocation& relocation,
               const RelocationType& type, int64_t addend) {
  Value value = whole_value(scope, object, relocation, type, addend);
  value.number = scope.object(object).psabi->in_word(value.number);
  return value;
}

int64_t addend_of(const Object& object, const Relocation& relocation, const RelocationType& type,
                  BytesCursor& bytes) {
  if (!type.addend) return 0;
  if (!relocation.addend_in_place) return relocation.addend;
  const bool is_pair = type.meaning == Meaning::kDescriptor;
  const uint8_t size = is_pair ? type.size / 2 : type.size;
  if (size == 0 || size > 8) return 0;
  const uint64_t skip = is_pair && !object.psabi->argument_first ? size : 0;
  const auto stored = bytes.at(relocation.place + skip, size);
  if (stored.empty()) return 0;
  const uint64_t word = word_of(stored, object.psabi->format.order);
  return size == 4 ? static_cast<int32_t>(word) : static_cast<int64_t>(word);
}

bool leaves_alone(const Site& site, Loader loader) {
  if (site.value.kind == Kind::kCopied) return site.value.size == 0;
  if (site.value.kind != Kind::kWeakZero || loader != Loader::kGlibc) return false;
  const bool descriptor = site.meaning == Meaning::kDescriptor;
  return site.meaning == Meaning::kCopy || (is_tls(site.meaning) && !descriptor);
}

namespace {

class SiteReader {
 public:
  SiteReader(const Scope& scope, uint32_t object)
      : scope_(scope),
        index_(object),
        object_(scope.object(object)),
        base_(relative_type(*object_.psabi)),
        bytes_(*object_.module) {}

  Result<std::vector<Site>> run() {
    sites_.reserve(as_size(relocation_count(*object_.module, object_.tables)));
    for (const RelocationTable& table : object_.tables) {
      const bool calls = table.kind == RelocTable::kJmprel || table.kind == RelocTable::kGot;
      const bool lazy = calls && !object_.binds_now;
      ONEFOLD_CHECK(visit_relocations(*object_.module, table, object_.symbols.size(),
                                      [&](const Relocation& r) { add(table.kind, r, lazy); }));
    }
    stable_sort_by(sites_, &Site::place);
    keep_last_of_each_place();
    add_hidden_offsets();
    return std::move(sites_);
  }

 private:
  void add(RelocTable kind, const Relocation& relocation, bool lazy) {
    const RelocationType type = kind == RelocTable::kRelr ? base_ : type_of(relocation.type);
    if (type.meaning == Meaning::kNothing) return;
    Site site{.place = relocation.place,
              .meaning = type.meaning,
              .size = type.size,
              .lazy = lazy && type.meaning == Meaning::kCall,
              .symbol = relocation.symbol,
              .ordinal = static_cast<uint32_t>(sites_.size())};
    site.value =
        value_of(scope_, index_, relocation, type, addend_of(object_, relocation, type, bytes_));
    if (site.value.kind == Value::Kind::kCopied && relocation.symbol != 0) {
      const uint64_t room = object_.symbols[relocation.symbol].size;
      site.value.size = std::min(site.value.size, room);
    }
    sites_.push_back(site);
  }

  // Tables have few types, in long runs.
  const RelocationType& type_of(uint32_t type) {
    if (type != last_.type || last_.meaning == Meaning::kUnknown) last_ = object_.psabi->find(type);
    return last_;
  }

  void keep_last_of_each_place() {
    size_t kept = 0;
    for (size_t i = 0; i < sites_.size(); ++i) {
      if (kept != 0 && sites_[kept - 1].place == sites_[i].place) {
        if (leaves_alone(sites_[i], scope_.loader())) continue;
        --kept;
      }
      sites_[kept++] = sites_[i];
    }
    sites_.resize(kept);
  }

  void add_hidden_offsets() {
    std::vector<Site> more;
    const auto word = static_cast<uint8_t>(object_.psabi->format.word_size());
    for (size_t i = 0; i < sites_.size(); ++i) {
      const Site& site = sites_[i];
      if (site.meaning != Meaning::kModule || site.value.kind != Value::Kind::kModule) continue;
      const ModuleAddress second = site.place + word;
      if (i + 1 < sites_.size() && sites_[i + 1].place - second < word) continue;
      auto bytes = object_.module->bytes_at(second, word, "GOT");
      const uint64_t stored = bytes ? word_of(*bytes, object_.psabi->format.order) : 0;
      if (object_.module->load_at(second, word) == nullptr) continue;
      more.push_back({.place = second,
                      .meaning = Meaning::kBlockOffset,
                      .size = word,
                      .value = {Value::Kind::kBlockOffset, site.value.object,
                                object_.psabi->in_word(
                                    stored + static_cast<uint64_t>(object_.psabi->dtv_bias))}});
    }
    if (more.empty()) return;
    sites_.insert(sites_.end(), more.begin(), more.end());
    stable_sort_by(sites_, &Site::place);
  }

  const Scope& scope_;
  uint32_t index_;
  const Object& object_;
  RelocationType base_;
  RelocationType last_;
  BytesCursor bytes_;
  std::vector<Site> sites_;
};

}  // namespace

Result<std::vector<Site>> sites_of(const Scope& scope, uint32_t object) {
  return SiteReader(scope, object).run();
}

std::string describe(const Value& value, const Scope& scope) {
  if (value.object >= scope.size()) return "a library that is not loaded";
  const auto file = [&] { return printable(scope.object(value.object).file_name()); };
  switch (value.kind) {
    case Kind::kNumber:
      return fmt::format("{:#x}", value.number);
    case Kind::kPlace:
      return fmt::format("{:#x} of {}", value.number, file());
    case Kind::kResolved:
      return fmt::format("the result of {:#x} of {}", value.number, file());
    case Kind::kModule:
      return fmt::format("the TLS block of {}", file());
    case Kind::kBlockOffset:
      return fmt::format("offset {:#x} in the TLS block of {}", value.number, file());
    case Kind::kThreadOffset:
      return fmt::format("the TP offset of {:#x} in the TLS block of {}", value.number, file());
    case Kind::kDescriptor:
      return fmt::format("a descriptor of {:#x} in the TLS block of {}", value.number, file());
    case Kind::kCopied:
      return fmt::format("a copy of {} bytes at {:#x} of {}", value.size, value.number, file());
    case Kind::kUndefined:
    case Kind::kWeakZero: {
      const auto& symbols = scope.object(value.object).symbols;
      return fmt::format("undefined {}", value.number < symbols.size()
                                             ? printable(symbols[as_size(value.number)].name)
                                             : "symbol");
    }
    case Kind::kUnknown:
      break;
  }
  return fmt::format("relocation type {}, whose meaning is not known", value.number);
}

}  // namespace onefold::verify
