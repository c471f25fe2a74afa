#include "plan/fixup_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>
#include <queue>
#include <tuple>

#include "base/checked.h"
#include "base/sort.h"

namespace onefold {
namespace {

uint32_t type_of(const Machine& machine, RelocAction action) {
  auto row = std::ranges::find(machine.relocations, action, &RelocRow::action);
  return row == machine.relocations.end() ? 0 : row->type;
}

}  // namespace

tl::unexpected<Error> refuse(const FixupSite& site, std::string expected, std::string found) {
  return fail(site.part.module->file.error(
      fmt::format("{} of {:#x}", site.row.name, site.relocation.place.value), std::move(expected),
      std::move(found)));
}

Result<FixupList> FixupList::create(const FixupPlaces& places) {
  FixupList list(places);
  ONEFOLD_CHECK(list.list_copies());
  return list;
}

FixupList::FixupList(const FixupPlaces& places)
    : places_(places),
      relative_type_(places.machine.relative().type),
      irelative_type_(type_of(places.machine, RelocAction::kIRelative)),
      copy_type_(type_of(places.machine, RelocAction::kCopy)),
      irelative_of_(places.parts.list.size() + 1),
      copies_of_(places.parts.list.size()) {
  // Nearly all relocations of libraries become relative ones, and the fold has some of its own, a
  // few for each part. Room that stays unused costs nothing; moving to a larger one would all of
  // it.
  constexpr size_t kOwn = 64, kOwnOfPart = 8;
  size_t bytes = 0;
  for (const Part& part : places.parts.list) {
    for (const RelocationTable& table : part.linkable->tables) bytes += table.bytes.size();
  }
  const uint64_t entry = (places.machine.rela ? 3 : 2) * places.machine.format.word_size();
  const size_t own = kOwn + kOwnOfPart * places.parts.list.size();
  fixups.list.reserve(places.fixed_address ? 0 : as_size(bytes / entry) + own);
}

Result<void> FixupList::list_copies() {
  constexpr size_t kMostOfOnePlace = 64;
  for (const CopiedObject& copy : places_.copies) {
    if (copy.size == 0) continue;
    copies_of_[places_.parts.of_module[copy.part->scope_index]].push_back({&copy});
  }
  for (auto& copies : copies_of_) {
    stable_sort_by(copies, [](const CopiedFrom& c) { return c.copy->from; });
    std::priority_queue<ModuleAddress, std::vector<ModuleAddress>, std::greater<>> ends;
    for (size_t i = 0; i < copies.size(); ++i) {
      CopiedFrom& c = copies[i];
      c.longer = i;
      while (c.longer != 0 && copies[c.longer - 1].end() <= c.end())
        c.longer = copies[c.longer - 1].longer;
      while (!ends.empty() && ends.top() <= c.copy->from) ends.pop();
      ends.push(c.end());
      if (ends.size() <= kMostOfOnePlace) continue;
      return fail(places_.parts.program().module->file.error(
          "R_*_COPY", fmt::format("at most {} copies of one place", kMostOfOnePlace), "more"));
    }
  }
  return list_replaced();
}

// Two copies of the same bytes write them twice; any others replace each other, in an order that
// the fold does not keep.
Result<void> FixupList::list_replaced() {
  std::vector<const CopiedObject*> copies;
  for (const CopiedObject& copy : places_.copies) {
    if (copy.size != 0) copies.push_back(&copy);
  }
  std::ranges::sort(copies, {}, [](const CopiedObject* copy) { return copy->to; });
  const CopiedObject* last = nullptr;  // which reaches farthest
  for (const CopiedObject* copy : copies) {
    if (last == nullptr || copy->to >= last->to + last->size) {
      replaced_.push_back({copy->to, copy->size});
      last = copy;
      continue;
    }
    const bool same = copy->part == last->part && copy->to - last->to == copy->from - last->from;
    if (!same) return several_of(copy->to);
    if (copy->to + copy->size <= last->to + last->size) continue;
    replaced_.back().size = copy->to + copy->size - replaced_.back().place;
    last = copy;
  }
  return {};
}

bool FixupList::is_replaced(ImageAddress place, uint64_t size) const {
  const auto behind = std::ranges::upper_bound(replaced_, place, {}, &Written::place);
  if (behind != replaced_.end() && behind->place - place < size) return true;
  return behind != replaced_.begin() && place - std::prev(behind)->place < std::prev(behind)->size;
}

void FixupList::begin(const Part& part) {
  part_ = &part;
  part_index_ = places_.parts.of_module[part.scope_index];
  tls_ = places_.tls.merged && part.has_tls ? find_segment(part.module->segments, PT_TLS) : nullptr;
  load_ = nullptr;
}

// Calls act(image address) for the place itself and for each copy that the program has of it. A
// copy ends in the middle of a word that straddles its end.
template <typename Act>
void FixupList::at_each_place(ModuleAddress place, uint64_t size, Act act) {
  if (tls_ != nullptr && place >= tls_->vaddr && place - tls_->vaddr < tls_->filesz) {
    act(places_.tls.image + part_->tls_offset + (place - tls_->vaddr));
  } else {
    act(part_->place(place));
  }
  const auto& copies = copies_of_[part_index_];
  if (copies.empty()) return;
  auto next =
      std::ranges::upper_bound(copies, place, {}, [](const CopiedFrom& c) { return c.copy->from; });
  bool is_cut = next != copies.end() && next->copy->from - place < size;
  // The longer ones of one copy overlap all where it begins: kMostOfOnePlace bounds their number as
  // it does that of the copies of a place.
  for (auto at = static_cast<size_t>(next - copies.begin()); at != 0;) {
    const CopiedFrom& candidate = copies[at - 1];
    if (candidate.end() <= place) {
      at = candidate.longer;
      continue;
    }
    --at;
    const CopiedObject& copy = *candidate.copy;
    const uint64_t skip = place - copy.from;
    is_cut = is_cut || copy.size - skip < size;
    act(copy.to + skip);
  }
  if (!is_cut || straddling_) return;
  straddling_ =
      part_->module->file.error("r_offset", "a place inside or outside of what R_*_COPY copies",
                                fmt::format("{:#x}", place.value));
}

void FixupList::note_place(ModuleAddress place, uint64_t size) {
  note_straddling(place, size);
  if (replaced_.empty() || written_over_ || part_ != &places_.parts.program()) return;
  if (is_replaced(part_->place(place), size)) written_over_ = part_->place(place);
}

bool FixupList::moves(ModuleAddress place, uint64_t size) const {
  return tls_ != nullptr && tls_->filesz != 0 && place < tls_->vaddr + tls_->filesz &&
         place + size > tls_->vaddr;
}

void FixupList::note_straddling(ModuleAddress place, uint64_t size) {
  if (straddling_ || !moves(place, size)) return;
  if (place >= tls_->vaddr && place + size <= tls_->vaddr + tls_->filesz) return;
  straddling_ = part_->module->file.error("r_offset", "a place inside or outside of PT_TLS",
                                          fmt::format("{:#x}", place.value));
}

void FixupList::patch(ModuleAddress place, uint64_t value, uint8_t size) {
  note_place(place, size);
  at_each_place(place, size,
                [&](ImageAddress at) { fixups.patches.push_back({at, value, size, to_loader_}); });
}

// lld's PLT slots on ppc64 are in .bss: what a weak symbol without a definition leaves there has no
// bytes to be written to, and needs none.
void FixupList::word(const FixupSite& site, uint64_t value) {
  const ModuleAddress place = site.relocation.place;
  if (value != 0 || to_loader_ || !is_zero_fill(site)) return patch(place, value, site.row.size);
  note_place(place, site.row.size);
  at_each_place(place, site.row.size,
                [&](ImageAddress at) { zeros_.push_back({at, site.row.size}); });
}

void FixupList::lazy_word(const FixupSite& site, uint64_t value) {
  at_each_place(site.relocation.place, site.row.size,
                [&](ImageAddress at) { lazy_words_.push_back({at, value, site.row.size}); });
}

void FixupList::drop_lazy() {
  fixups.plt.clear();
  lazy_words_.clear();
}

bool FixupList::has_bytes(const FixupSite& site) const {
  const ModuleAddress place = site.relocation.place;
  const Segment* load = part_->module->load_at(place);
  return load != nullptr && place - load->vaddr + site.row.size <= load->filesz;
}

bool FixupList::is_zero_fill(const FixupSite& site) const {
  const ModuleAddress place = site.relocation.place;
  const Segment* load = part_->module->load_at(place, site.row.size);
  return load != nullptr && place - load->vaddr >= load->filesz;
}

void FixupList::add(const FixupSite& site, Fixup fixup, std::vector<Fixup>& to) {
  const ModuleAddress place = site.relocation.place;
  if (load_ == nullptr || !load_->holds(place, 1)) load_ = site.part.module->load_at(place);
  if (load_ != nullptr && (load_->flags & PF_W) == 0) fixups.text_relocations = true;
  fixup.size = std::max<uint8_t>(site.row.size, 1);
  note_place(place, fixup.size);
  fixup.to_loader = to_loader_;
  at_each_place(place, fixup.size, [&](ImageAddress at) {
    fixup.place = at;
    to.push_back(fixup);
  });
}

void FixupList::relative(const FixupSite& site, uint64_t address) {
  if (places_.fixed_address && (!places_.machine.rela || has_bytes(site)))
    return word(site, address);
  add(site,
      {.addend = static_cast<int64_t>(address),
       .type = relative_type_,
       .kind = FixupKind::kRelative},
      fixups.list);
}

void FixupList::irelative(const FixupSite& site, uint64_t address) {
  add(site,
      {.addend = static_cast<int64_t>(address),
       .type = irelative_type_,
       .kind = FixupKind::kIRelative},
      irelative_of_[part_index_]);
}

void FixupList::fill_slots(const IfuncCalls& ifuncs) {
  for (size_t i = 0; i < ifuncs.count(); ++i) {
    const IfuncCalls::Function& function = ifuncs.functions()[i];
    if (!function.called) continue;
    irelative_of_[function.part].push_back(
        {.place = ifuncs.slot(i),
         .addend = static_cast<int64_t>(function.resolver),
         .type = irelative_type_,
         .kind = FixupKind::kIRelative,
         .size = static_cast<uint8_t>(places_.machine.format.word_size())});
  }
}

void FixupList::symbolic(const FixupSite& site, SymbolId symbol) {
  if (site.row.action == RelocAction::kCopy) {
    const uint64_t size = part_->linkable->symbols[site.relocation.symbol].size;
    note_place(site.relocation.place, size);
    kept_copies_.push_back({part_->place(site.relocation.place), std::max<uint64_t>(size, 1)});
  }
  add(site,
      {.addend = site.addend,
       .type = site.row.type,
       .symbol = symbol,
       .kind = FixupKind::kSymbolic},
      symbolic_);
}

void FixupList::tls(const FixupSite& site, int64_t addend) {
  add(site, {.addend = addend, .type = site.row.type, .kind = FixupKind::kTls}, symbolic_);
}

// Which of several the last one's addend is taken from, and what a loader makes of them, depends on
// their order, which is another in the fold. Only words that are known now may be written twice:
// the last one counts. All three ascend by place.
std::optional<ImageAddress> FixupList::written_twice(const std::vector<Written>& others) const {
  const auto& relative = fixups.list;
  const auto& patches = fixups.patches;
  auto fixup = relative.begin();
  auto other = others.begin();
  auto patch = patches.begin();
  ImageAddress end;  // of what has been met
  const auto place_of = [](auto next, auto last) {
    return next == last ? ImageAddress(UINT64_MAX) : next->place;
  };
  for (;;) {
    const ImageAddress a = place_of(fixup, relative.end());
    const ImageAddress b = place_of(other, others.end());
    const ImageAddress c = place_of(patch, patches.end());
    const ImageAddress place = std::min({a, b, c});
    if (place == ImageAddress(UINT64_MAX)) return std::nullopt;
    if (place < end) return place;
    if (place == a) {
      end = place + (fixup++)->size;
    } else if (place == b) {
      end = place + (other++)->size;
    } else {
      end = place + patch->size;
      const auto again = [&] { return patch != patches.end() && patch->place == place; };
      while (again() && place + patch->size == end) ++patch;
    }
  }
}

Result<void> FixupList::check_places() const {
  if (straddling_) return fail(*straddling_);
  if (written_over_) return several_of(*written_over_);
  const auto over = std::ranges::find_if(
      fixups.plt, [&](const Fixup& fixup) { return is_replaced(fixup.place, fixup.size); });
  if (over != fixups.plt.end()) return several_of(over->place);
  std::vector<Written> others = kept_copies_;
  others.insert(others.end(), zeros_.begin(), zeros_.end());
  auto collect = [&](const std::vector<Fixup>& list) {
    for (const Fixup& fixup : list) {
      if (copy_type_ == 0 || fixup.type != copy_type_) others.push_back({fixup.place, fixup.size});
    }
  };
  collect(symbolic_);
  collect(fixups.plt);
  for (const auto& list : irelative_of_) collect(list);
  std::ranges::sort(others, {}, &Written::place);
  const auto found = written_twice(others);
  if (found) return several_of(*found);
  return {};
}

tl::unexpected<Error> FixupList::several_of(ImageAddress place) const {
  return fail(places_.parts.program().module->file.error(
      "r_offset", "one relocation of each place",
      fmt::format("several of address {:#x} of the output", place.value)));
}

// Relative ones by address, for locality; then the rest by symbol, since ld.so remembers the last
// one looked up; then IRELATIVE, the program's last, as ld.so relocates the closure backwards.
Result<Fixups> FixupList::finish() {
  auto& list = fixups.list;
  stable_sort_by(list, &Fixup::place);
  stable_sort_by(fixups.patches, &Patch::place);
  ONEFOLD_CHECK(check_places());
  if (!lazy_words_.empty()) {
    fixups.patches.insert(fixups.patches.end(), lazy_words_.begin(), lazy_words_.end());
    stable_sort_by(fixups.patches, &Patch::place);
  }
  std::ranges::sort(symbolic_, {}, [](const Fixup& f) {
    return std::tuple(f.symbol.exported, f.symbol.number, f.type, f.place);
  });
  list.insert(list.end(), symbolic_.begin(), symbolic_.end());
  for (auto part = irelative_of_.rbegin(); part != irelative_of_.rend(); ++part) {
    list.insert(list.end(), part->begin(), part->end());
  }
  return std::move(fixups);
}

void add_loader_base(Fixups& fixups, uint64_t load_base) {
  for (Fixup& fixup : fixups.list) {
    if (fixup.to_loader) fixup.addend += static_cast<int64_t>(load_base);
  }
  for (Patch& patch : fixups.patches) {
    if (patch.to_loader) patch.value += load_base;
  }
}

}  // namespace onefold
