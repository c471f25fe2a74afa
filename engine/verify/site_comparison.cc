#include "verify/site_comparison.h"

#include <fmt/format.h>

#include <algorithm>

#include "verify/choices.h"
#include "verify/ifunc_call.h"
#include "verify/thunk.h"

namespace onefold::verify {

namespace {

Aspect aspect_of(const Site& site) {
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

}  // namespace

std::optional<uint64_t> SiteComparison::fold_word(uint64_t at, uint64_t size) const {
  if (fold_.load_at(ModuleAddress(at), size) == nullptr) return std::nullopt;
  auto bytes = fold_.bytes_at(ModuleAddress(at), size, "r_offset");
  return bytes ? word_of(*bytes, context_.order()) : 0;
}

uint64_t SiteComparison::file_word(const Part& part, const Site& site) const {
  const auto bytes = context_.object(part).module->bytes_at(site.place, site.size, "r_offset");
  return bytes ? word_of(*bytes, context_.order()) : 0;
}

void SiteComparison::compare(const Part& part, const Site& site, uint64_t to, bool own_place) {
  if (site.meaning == Meaning::kCopy && site.value.kind == Value::Kind::kCopied) {
    if (context_.is_folded(site.value.object)) return;  // compare_sites
  }
  report_.compared(aspect_of(site));
  if (context_.is_unmapped(site.value)) {
    report_.differ(aspect_of(site), context_.where(part, site.place), "a place that the fold maps",
                   describe(site.value, context_.before()));
  }
  if (FoldSite* found = context_.site_at(to)) {
    found->used = true;
    compare_relocated(part, site, *found);
    if (found->type.meaning == Meaning::kResolver && own_place)
      resolvers_.push_back({found->ordinal, part.original, site.ordinal, found->is_plt()});
  } else {
    compare_static(part, site, to);
  }
}

// The loader will write it, like the original's did.
void SiteComparison::compare_relocated(const Part& part, const Site& site, FoldSite& found) {
  const Value value = context_.value_of(found);
  if (site.value.kind == Value::Kind::kUndefined) {
    compare_undefined(context_, part, site, value, report_);
    return;
  }
  if (is_chosen(site, value) && found.type.size == site.size) return;
  if (value.kind == Value::Kind::kResolved && !context_.choices().is_left(site.value)) {
    report_.differ(Aspect::kRelocation, context_.where(part, site.place),
                   "the same implementation as elsewhere", "the loader's choice");
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
  } else if (found.is_plt() && !compare_lazy_word(part, site, found, value)) {
    report_.differ(Aspect::kRelocation, context_.where(part, site.place),
                   "a lazily bound slot that leads to its PLT entry, or to its function",
                   "another");
  } else if (site.symbol != 0 && found.symbol != 0 &&
             (value.object != 0 || value.kind == Value::Kind::kWeakZero)) {
    compare_reference(part, site, found, value);
  }
}

// A function that chooses by the processor, and an address of the fold that is its choice.
bool SiteComparison::is_chosen(const Site& site, const Value& found) {
  return site.value.kind == Value::Kind::kResolved && site.meaning != Meaning::kDistance &&
         found.kind == Value::Kind::kPlace && found.object == 0 &&
         context_.choices().is_chosen(site.value, found.number);
}

// What is left to look up at start is looked up by the original's name and version, so that another
// release of the kept library gives both the same.
void SiteComparison::compare_reference(const Part& part, const Site& site, const FoldSite& found,
                                       const Value& value) {
  const Object& before = context_.object(part);
  const Object& after = context_.fold();
  const uint32_t symbol = found.symbol;
  const Version* expected = before.version_of(site.symbol);
  const Version* version = after.version_of(symbol);
  const bool same_name = before.names[site.symbol] == after.names[symbol];
  bool same_version = expected == nullptr || version == nullptr || expected->name == version->name;
  // Where the version was asked of a file that is folded, the kept one's may have no such name.
  if (expected != nullptr && version == nullptr && value.object != 0) {
    same_version = !defines(value.object, expected->name);
  }
  // musl looks names up without their versions.
  if (same_name && (same_version || context_.input().loader == Loader::kMusl)) return;
  auto text = [](const Object& object, uint32_t index, const Version* v) {
    return printable(object.symbols[index].name) + (v == nullptr ? "" : "@" + printable(v->name));
  };
  report_.differ(Aspect::kRelocation, context_.where(part, site.place),
                 text(before, site.symbol, expected), text(after, symbol, version));
}

// Does that object of the fold's scope define the version?
bool SiteComparison::defines(uint32_t object, std::string_view version) {
  auto [known, is_new] = versions_.try_emplace(object);
  std::vector<std::string_view>& names = known->second;
  if (is_new) {
    for (const VersionDefinition& d : context_.after().object(object).version_tables.defined)
      names.push_back(d.name);
    std::ranges::sort(names);
  }
  return std::ranges::binary_search(names, version);
}

// Until its first call a lazily bound slot holds what the file says, plus the load bias; ld.so
// fills those without bytes in the file (ppc64's .plt).
bool SiteComparison::compare_lazy_word(const Part& part, const Site& site, const FoldSite& found,
                                       const Value& value) {
  if (context_.object(part).module->load_at(site.place, site.size) == nullptr) return false;
  const auto now = fold_word(found.place, site.size);
  if (!now) return false;
  if (*now == file_word(part, site)) return true;
  return value.kind == Value::Kind::kPlace && value.object == 0 && *now == value.number;
}

// A slot of a PLT may lead to the function by way of the fold's own code, through a word that is
// filled before the slot would have been: ld.so begins with the last object. Those of the C
// library, whose resolvers wait for nothing, are filled before all else.
bool SiteComparison::compare_ifunc_call(const Part& part, const Site& site, uint64_t word) {
  FoldSite* slot = find_ifunc_call(context_, word);
  if (site.meaning != Meaning::kCall || slot == nullptr) return false;
  slot->used = true;
  const uint32_t owner = site.value.object;
  const bool comes_first = context_.before().object(owner).soname == "libc.so.6";
  resolvers_.push_back(
      {slot->ordinal, comes_first ? UINT32_MAX : owner, UINT32_MAX, slot->is_plt()});
  return (comes_first || owner > part.original) && context_.choices().is_left(site.value) &&
         context_.value_of(*slot) == context_.translate(site.value, {});
}

// The fold's file has the final value already.
void SiteComparison::compare_static(const Part& part, const Site& site, uint64_t to) {
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
  const uint64_t sign = (mask >> 1) + 1;
  const uint64_t extended = (*word ^ sign) - sign;
  switch (site.value.kind) {
    case Kind::kWeakZero: {
      const bool alone = leaves_alone(site, context_.input().loader);
      const bool sum = site.meaning == Meaning::kWord || site.meaning == Meaning::kCall ||
                       site.meaning == Meaning::kObjectSize;
      const uint64_t expected = alone ? file_word(part, site) : site.value.size & mask;
      if (!(alone || sum) || *word != expected) wrong(context_.translate(site.value, found));
      return;
    }
    case Kind::kNumber:
      if (site.meaning == Meaning::kDistance || *word != (site.value.number & mask))
        wrong(site.value);
      return;
    case Kind::kPlace: {
      const Value expected = context_.translate(site.value, found);
      if (site.meaning == Meaning::kDistance) {
        // A copy of the site is made when it has its value.
        const uint64_t from = site.place.value + part.bias;
        if (expected.object != 0 || psabi.in_word(extended + from) != expected.number)
          wrong(expected);
      } else if (!fixed || expected.object != 0 || *word != (expected.number & mask)) {
        wrong(expected);
      }
      return;
    }
    case Kind::kBlockOffset: {
      found.kind = site.value.kind;
      found.number = psabi.in_word(extended + static_cast<uint64_t>(psabi.dtv_bias));
      const Value expected = context_.translate(site.value, found);
      if (expected.number != found.number) wrong(expected);
      return;
    }
    case Kind::kThreadOffset: {
      uint64_t offset = site.meaning == Meaning::kThreadOffsetNegated ? 0 - extended : extended;
      offset += static_cast<uint64_t>(psabi.tp_bias);
      const uint64_t distance = context_.thread_distance(context_.fold());
      found.kind = site.value.kind;
      found.number = psabi.in_word(psabi.blocks_below_tp ? offset + distance : offset - distance);
      const Value expected = context_.translate(site.value, found);
      if (expected.object != 0 || expected.number != found.number || context_.is_shared_object())
        wrong(expected);
      return;
    }
    case Kind::kModule:
      // The program is the first that glibc's loader numbers.
      if (*word != 1 || context_.loader() == nullptr || !context_.is_folded(site.value.object) ||
          fold_.header.type != ET_EXEC || context_.input().loader != Loader::kGlibc)
        wrong(context_.translate(site.value, found));
      return;
    case Kind::kResolved:
      if (fixed && is_chosen(site, {Kind::kPlace, 0, *word})) return;
      if (fixed && compare_ifunc_call(part, site, *word)) return;
      return wrong(context_.translate(site.value, found));
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
void SiteComparison::check_order() {
  std::ranges::sort(resolvers_, {}, &Resolver::fold_ordinal);
  for (size_t i = 1; i < resolvers_.size(); ++i) {
    const Resolver& a = resolvers_[i - 1];
    const Resolver& b = resolvers_[i];
    if (a.plt != b.plt || a.original > b.original) continue;
    if (a.original == b.original && a.ordinal < b.ordinal) continue;
    // Of the fold's own slots, which have no order among themselves.
    if (a.original == b.original && b.ordinal == UINT32_MAX) continue;
    report_.differ(Aspect::kRelocation, "IRELATIVE", "the order in which the original applies them",
                   "another");
    break;
  }
  uint64_t first = UINT64_MAX;
  for (const FoldSite& site : context_.sites()) {
    if (site.type.meaning == Meaning::kResolver && !site.is_plt())
      first = std::min<uint64_t>(first, site.ordinal);
  }
  for (const FoldSite& site : context_.sites()) {
    if (site.is_plt() || site.early || site.ordinal < first ||
        site.type.meaning == Meaning::kResolver)
      continue;
    report_.differ(Aspect::kRelocation, fmt::format("{:#x} of the fold", site.place),
                   "a place before those of IRELATIVE in the table", "one behind");
    break;
  }
}

}  // namespace onefold::verify
