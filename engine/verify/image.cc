#include "verify/image.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "base/checked.h"
#include "verify/dead_ranges.h"
#include "verify/thunk.h"

namespace onefold::verify {
namespace {

// Memory of a module from `at` on: `bytes` of the file, or (empty) zeros; `size` in all.
struct Stretch {
  std::span<const std::byte> bytes;
  uint64_t size = 0;
};

Stretch memory_at(const Module& module, ModuleAddress at, uint64_t most) {
  const Segment* load = module.load_at(at, 1);
  if (load == nullptr) return {};
  const uint64_t skip = at - load->vaddr;
  if (skip >= load->filesz) return {{}, std::min(most, load->memsz - skip)};
  const uint64_t size = std::min(most, load->filesz - skip);
  return {module.file.all().subspan(load->offset.value + skip, size), size};
}

bool all_zero(std::span<const std::byte> bytes) {
  return bytes.empty() || (bytes[0] == std::byte{0} &&
                           std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0);
}

uint64_t first_difference(std::span<const std::byte> a, std::span<const std::byte> b,
                          uint64_t size) {
  for (uint64_t i = 0; i < size; ++i) {
    const std::byte x = a.empty() ? std::byte{0} : a[i];
    const std::byte y = b.empty() ? std::byte{0} : b[i];
    if (x != y) return i;
  }
  return size;
}

struct CopiedRange {
  uint64_t to = 0;  // in the fold
  const Part* part = nullptr;
  ModuleAddress from;
  uint64_t size = 0;
};

class ImageComparison {
 public:
  ImageComparison(Context& context, Report& report)
      : context_(context), report_(report), fold_(*context.fold().module) {}

  Result<void> run() {
    const auto& parts = context_.parts();
    for (const Part& part : parts) {
      ONEFOLD_TRY(auto sites, sites_of(context_.before(), part.original));
      sites_.push_back(std::move(sites));
    }
    ONEFOLD_CHECK(find_copies());
    for (size_t i = 0; i < parts.size(); ++i) compare_part(parts[i], sites_[i]);
    for (const CopiedRange& copy : copies_) compare_copy(copy);
    if (context_.tls_is_merged()) {
      for (size_t i = 0; i < parts.size(); ++i) compare_template(parts[i], sites_[i]);
    }
    check_order();
    return {};
  }

 private:
  Result<void> find_copies();
  void compare_part(const Part& part, const std::vector<Site>& sites);
  void compare_copy(const CopiedRange& copy);
  void compare_template(const Part& part, const std::vector<Site>& sites);
  void compare_range(const Part& part, ModuleAddress from, uint64_t size, uint64_t to,
                     const std::vector<Site>& sites, bool own_place);
  void compare_bytes(const Part& part, ModuleAddress from, uint64_t size, uint64_t to);
  void compare_site(const Part& part, const Site& site, uint64_t to, bool own_place);
  void compare_static(const Part& part, const Site& site, uint64_t to);
  void compare_relocated(const Part& part, const Site& site, FoldSite& found);
  void compare_reference(const Part& part, const Site& site, const FoldSite& found,
                         const Value& value);
  bool compare_lazy_word(const Part& part, const Site& site, const FoldSite& found,
                         const Value& value);
  void check_order();
  std::optional<uint64_t> fold_word(uint64_t at, uint64_t size) const;
  Aspect aspect_of(const Site& site) const;

  const std::vector<Site>& sites_of_part(const Part& part) const {
    return sites_[static_cast<size_t>(&part - context_.parts().data())];
  }

  Context& context_;
  Report& report_;
  const Module& fold_;
  std::vector<std::vector<Site>> sites_;  // by part
  std::vector<CopiedRange> copies_;
  std::vector<DeadRange> dead_;  // of the program, in the fold's addresses
  struct Resolver {
    uint32_t fold_ordinal;
    uint32_t original;
    uint32_t ordinal;
    bool plt;
  };
  std::vector<Resolver> resolvers_;
};

// COPY relocations of the program whose definition is folded too.
Result<void> ImageComparison::find_copies() {
  uint64_t total = 0;
  const Part& program = context_.parts().front();
  for (const Site& site : sites_.front()) {
    if (site.meaning != Meaning::kCopy || site.value.kind != Value::Kind::kCopied) continue;
    if (!context_.is_folded(site.value.object)) continue;
    const Part& from = context_.part_of(site.value.object);
    copies_.push_back({site.place.value + program.bias, &from, ModuleAddress(site.value.number),
                       site.value.size});
    total += site.value.size;
  }
  const Module& module = *context_.object(program).module;
  if (total > 2 * (module.loads.back().end() - module.loads.front().vaddr)) {
    return fail(module.file.error("R_*_COPY", "objects of no more bytes than the program has",
                                  fmt::format("{}", total)));
  }
  std::ranges::sort(copies_, {}, &CopiedRange::to);
  return {};
}

void ImageComparison::compare_part(const Part& part, const std::vector<Site>& sites) {
  const Object& object = context_.object(part);
  const bool is_program = &part == context_.parts().data();
  if (is_program) dead_ = dead_ranges(*object.module, fold_, object);
  // What the fold changes knowingly: dead tables under the program headers, copied objects, the
  // initial TLS block that has moved.
  std::vector<DeadRange> skip;
  if (is_program) {
    skip = dead_;
    for (const CopiedRange& copy : copies_) skip.push_back({copy.to - part.bias, copy.size});
  }
  if (context_.tls_is_merged() && object.tls != nullptr && object.tls->filesz != 0)
    skip.push_back({object.tls->vaddr.value, object.tls->filesz});
  std::ranges::sort(skip, {}, &DeadRange::at);
  auto range = skip.begin();
  ModuleAddress at;
  for (const Segment& load : object.module->loads) {
    at = std::max(at, load.vaddr);
    auto compare_to = [&](ModuleAddress end) {
      if (at < end) compare_range(part, at, end - at, at.value + part.bias, sites, true);
    };
    for (; range != skip.end() && range->at < load.end().value; ++range) {
      compare_to(ModuleAddress(range->at));
      at = std::max(at, ModuleAddress(range->at + range->size));
    }
    compare_to(load.end());
  }
  if (object.tls != nullptr && context_.tls_is_merged())
    compare_bytes(part, object.tls->vaddr, object.tls->filesz, object.tls->vaddr.value + part.bias);
}

void ImageComparison::compare_copy(const CopiedRange& copy) {
  report_.compared(Aspect::kCopy);
  compare_range(*copy.part, copy.from, copy.size, copy.to, sites_of_part(*copy.part), false);
}

void ImageComparison::compare_template(const Part& part, const std::vector<Site>& sites) {
  const Segment* tls = context_.object(part).tls;
  if (tls == nullptr || tls->filesz == 0 || !part.tls_offset) return;
  report_.compared(Aspect::kTls);
  if (!range_within(*part.tls_offset, tls->filesz, context_.fold().tls->filesz)) {
    report_.differ(Aspect::kTls, context_.where(part, tls->vaddr), "its block inside the fold's",
                   fmt::format("offset {:#x}", *part.tls_offset));
    return;
  }
  compare_range(part, tls->vaddr, tls->filesz, context_.fold().tls->vaddr.value + *part.tls_offset,
                sites, false);
}

void ImageComparison::compare_range(const Part& part, ModuleAddress from, uint64_t size,
                                    uint64_t to, const std::vector<Site>& sites, bool own_place) {
  uint64_t done = 0;
  auto site = std::ranges::lower_bound(sites, from, {}, &Site::place);
  for (; site != sites.end() && site->place - from < size; ++site) {
    const uint64_t at = site->place - from;
    if (at < done) continue;  // two sites overlap: the first one tells
    compare_bytes(part, from + done, at - done, to + done);
    compare_site(part, *site, to + at, own_place);
    done = std::min(size, at + site->size);
  }
  compare_bytes(part, from + done, size - done, to + done);
}

void ImageComparison::compare_bytes(const Part& part, ModuleAddress from, uint64_t size,
                                    uint64_t to) {
  const Module& module = *context_.object(part).module;
  report_.compared(Aspect::kBytes, size);
  for (uint64_t done = 0; done < size;) {
    Stretch a = memory_at(module, from + done, size - done);
    Stretch b = memory_at(fold_, ModuleAddress(to + done), size - done);
    if (a.size == 0) return;  // not in memory: a copy's or template's claim beyond its segment
    if (b.size == 0) {
      report_.differ(Aspect::kBytes, context_.where(part, from + done), "memory of the fold",
                     "none");
      return;
    }
    const uint64_t count = std::min(a.size, b.size);
    if (!a.bytes.empty()) a.bytes = a.bytes.first(count);
    if (!b.bytes.empty()) b.bytes = b.bytes.first(count);
    const bool same = a.bytes.empty()   ? all_zero(b.bytes)
                      : b.bytes.empty() ? all_zero(a.bytes)
                                        : std::memcmp(a.bytes.data(), b.bytes.data(), count) == 0;
    if (!same) {
      const uint64_t at = first_difference(a.bytes, b.bytes, count);
      auto hex = [&](std::span<const std::byte> bytes) {
        return fmt::format("{:#04x}", bytes.empty() ? 0 : std::to_integer<unsigned>(bytes[at]));
      };
      report_.differ(Aspect::kBytes, context_.where(part, from + done + at), hex(a.bytes),
                     hex(b.bytes));
    }
    done += count;
  }
}

Aspect ImageComparison::aspect_of(const Site& site) const {
  switch (site.value.kind) {
    case Value::Kind::kModule:
    case Value::Kind::kBlockOffset:
    case Value::Kind::kThreadOffset:
    case Value::Kind::kDescriptor:
      return Aspect::kTls;
    default:
      return site.meaning == Meaning::kCopy ? Aspect::kCopy : Aspect::kRelocation;
  }
}

std::optional<uint64_t> ImageComparison::fold_word(uint64_t at, uint64_t size) const {
  if (fold_.load_at(ModuleAddress(at), size) == nullptr) return std::nullopt;
  auto bytes = fold_.bytes_at(ModuleAddress(at), size, "r_offset");
  return bytes ? word_of(*bytes, context_.order()) : 0;
}

void ImageComparison::compare_site(const Part& part, const Site& site, uint64_t to,
                                   bool own_place) {
  if (site.meaning == Meaning::kCopy && site.value.kind == Value::Kind::kCopied) {
    if (site.value.size == 0 || context_.is_folded(site.value.object)) return;  // compare_copy
  }
  report_.compared(aspect_of(site));
  if (FoldSite* found = context_.site_at(to)) {
    found->used = true;
    compare_relocated(part, site, *found);
    if (found->type.meaning == Meaning::kResolver && own_place)
      resolvers_.push_back({found->ordinal, part.original, site.ordinal, found->plt});
  } else {
    compare_static(part, site, to);
  }
}

// The loader will write it, like the original's did.
void ImageComparison::compare_relocated(const Part& part, const Site& site, FoldSite& found) {
  const Value value = context_.value_of(found);
  if (site.value.kind == Value::Kind::kUndefined) {
    compare_undefined(context_, part, site, value, report_);
    return;
  }
  Value expected = context_.translate(site.value, value);
  if (site.value.kind == Value::Kind::kWeakZero && value.kind == expected.kind) {
    expected.number = value.number;  // each side's own symbol: compared by name
  }
  const bool same_way =
      found.type.size == site.size &&
      (found.type.meaning == Meaning::kDistance) == (site.meaning == Meaning::kDistance) &&
      (found.type.meaning == Meaning::kThreadOffsetNegated) ==
          (site.meaning == Meaning::kThreadOffsetNegated);
  if (value != expected || !same_way) {
    report_.differ(aspect_of(site), context_.where(part, site.place),
                   describe(expected, context_.after()), describe(value, context_.after()));
  } else if (found.plt && !compare_lazy_word(part, site, found, value)) {
    report_.differ(Aspect::kRelocation, context_.where(part, site.place),
                   "a lazily bound slot that leads to its PLT entry, or to its function",
                   "another");
  } else if (site.symbol != 0 && found.relocation.symbol != 0 &&
             (value.object != 0 || value.kind == Value::Kind::kWeakZero)) {
    compare_reference(part, site, found, value);
  }
}

// What is left to look up at start is looked up by the original's name and version, so that another
// release of the kept library gives both the same.
void ImageComparison::compare_reference(const Part& part, const Site& site, const FoldSite& found,
                                        const Value& value) {
  const Object& before = context_.object(part);
  const Object& after = context_.fold();
  const uint32_t symbol = found.relocation.symbol;
  const Version* expected = before.version_of(site.symbol);
  const Version* version = after.version_of(symbol);
  const bool same_name = before.names[site.symbol] == after.names[symbol];
  bool same_version = expected == nullptr || version == nullptr || expected->name == version->name;
  // Where the version was asked of a file that is folded, the kept one's may have no such name.
  if (expected != nullptr && version == nullptr && value.object != 0) {
    const auto& defined = context_.after().object(value.object).version_tables.defined;
    same_version =
        std::ranges::find(defined, expected->name, &VersionDefinition::name) == defined.end();
  }
  if (same_name && same_version) return;
  auto text = [](const Object& object, uint32_t index, const Version* v) {
    return fmt::format("{}{}{}", object.symbols[index].name, v == nullptr ? "" : "@",
                       v == nullptr ? "" : v->name);
  };
  report_.differ(Aspect::kRelocation, context_.where(part, site.place),
                 text(before, site.symbol, expected), text(after, symbol, version));
}

// Until its first call a lazily bound slot holds what the file says, plus the load bias.
bool ImageComparison::compare_lazy_word(const Part& part, const Site& site, const FoldSite& found,
                                        const Value& value) {
  const auto before = context_.object(part).module->bytes_at(site.place, site.size, "slot");
  const auto now = fold_word(found.place, site.size);
  if (!before || !now) return false;
  if (*now == word_of(*before, context_.order())) return true;
  return value.kind == Value::Kind::kPlace && value.object == 0 && *now == value.number;
}

// The fold's file has the final value already.
void ImageComparison::compare_static(const Part& part, const Site& site, uint64_t to) {
  using Kind = Value::Kind;
  const PsAbi& psabi = context_.psabi();
  const auto size = std::min<uint64_t>(site.size, 8);
  const auto word = fold_word(to, size);
  const uint64_t mask = size == 8 ? UINT64_MAX : (uint64_t{1} << (8 * size)) - 1;
  auto wrong = [&](const Value& expected) {
    report_.differ(aspect_of(site), context_.where(part, site.place),
                   describe(expected, context_.after()),
                   word ? fmt::format("{:#x} in the file", *word) : "no memory");
  };
  if (!word) return wrong(context_.translate(site.value, {}));
  const bool fixed = fold_.header.type == ET_EXEC;
  Value found{.object = 0};
  const uint64_t sign = size == 4 ? uint64_t{0x80000000} : 0;
  const uint64_t extended = (*word ^ sign) - sign;
  switch (site.value.kind) {
    case Kind::kWeakZero:
      if (site.meaning == Meaning::kDistance || *word != (site.value.size & mask)) {
        wrong(context_.translate(site.value, found));
      }
      return;
    case Kind::kNumber:
      if (site.meaning == Meaning::kDistance || *word != (site.value.number & mask))
        wrong(site.value);
      return;
    case Kind::kPlace: {
      const Value expected = context_.translate(site.value, found);
      if (site.meaning == Meaning::kDistance) {
        if (expected.object != 0 || extended + to != expected.number) wrong(expected);
      } else if (!fixed || expected.object != 0 || *word != expected.number) {
        wrong(expected);
      }
      return;
    }
    case Kind::kBlockOffset: {
      found.kind = site.value.kind;
      found.number = extended + static_cast<uint64_t>(psabi.dtv_bias);
      const Value expected = context_.translate(site.value, found);
      if (expected.number != found.number) wrong(expected);
      return;
    }
    case Kind::kThreadOffset: {
      uint64_t offset = site.meaning == Meaning::kThreadOffsetNegated ? 0 - extended : extended;
      offset += static_cast<uint64_t>(psabi.tp_bias);
      const uint64_t distance = context_.thread_distance(context_.fold());
      found.kind = site.value.kind;
      found.number = psabi.blocks_below_tp ? offset + distance : offset - distance;
      const Value expected = context_.translate(site.value, found);
      if (expected.object != 0 || expected.number != found.number || context_.is_shared_object())
        wrong(expected);
      return;
    }
    case Kind::kUndefined:
      if (fixed) {
        compare_undefined(context_, part, site, {Kind::kPlace, 0, *word}, report_);
        return;
      }
      [[fallthrough]];
    default:
      wrong(context_.translate(site.value, found));
  }
}

// Functions that choose implementations run when all else is relocated, libraries' before those of
// what is in front of them, each library's in its own order.
void ImageComparison::check_order() {
  std::ranges::sort(resolvers_, {}, &Resolver::fold_ordinal);
  for (size_t i = 1; i < resolvers_.size(); ++i) {
    const Resolver& a = resolvers_[i - 1];
    const Resolver& b = resolvers_[i];
    if (a.plt != b.plt || a.original > b.original) continue;
    if (a.original == b.original && a.ordinal < b.ordinal) continue;
    report_.differ(Aspect::kRelocation, "IRELATIVE", "the order in which the original applies them",
                   "another");
    break;
  }
  uint64_t first = UINT64_MAX;
  for (const FoldSite& site : context_.sites()) {
    if (site.type.meaning == Meaning::kResolver && !site.plt)
      first = std::min<uint64_t>(first, site.ordinal);
  }
  for (const FoldSite& site : context_.sites()) {
    if (site.plt || site.ordinal < first || site.type.meaning == Meaning::kResolver) continue;
    report_.differ(Aspect::kRelocation, fmt::format("{:#x} of the fold", site.place),
                   "a place before those of IRELATIVE in the table", "one behind");
    break;
  }
}

}  // namespace

Result<void> compare_image(Context& context, Report& report) {
  if (context.parts().empty()) return {};
  return ImageComparison(context, report).run();
}

}  // namespace onefold::verify
