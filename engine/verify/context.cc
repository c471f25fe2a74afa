#include "verify/context.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/checked.h"
#include "base/sort.h"
#include "verify/choices.h"
#include "verify/init.h"

namespace onefold::verify {
namespace {

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

uint64_t align_of(const Segment& tls) { return std::max<uint64_t>(tls.align, 1); }

bool lacks_first_load(const ClaimedPart& claim, const Module& module) {
  const auto& loads = module.loads;
  return loads.size() > 1 && claim.segments.size() == loads.size() - 1 &&
         claim.segments.front().module == loads[1].vaddr;
}

// The loader of the original, by the file name that the claim states (musl's has no soname).
std::optional<uint32_t> find_loader(const Input& input, const ClaimedPart& claim) {
  for (uint32_t i = 1; i < input.originals.size(); ++i) {
    if (base_name(input.originals[i].path) == claim.name) return i;
  }
  return std::nullopt;
}

}  // namespace

Result<std::unique_ptr<Context>> Context::make(const Input& input, Threads& threads,
                                               Report& report) {
  auto context = std::make_unique<Context>();
  context->input_ = &input;
  if (!input.folded->header.is_loadable() || !input.folded->has_dynamic()) {
    return fail(
        input.folded->file.error("PT_DYNAMIC", "a program or shared object with one", "none"));
  }
  ONEFOLD_CHECK(context->read_fold(report));
  ONEFOLD_CHECK(context->read_objects(threads));
  ONEFOLD_CHECK(context->pair_parts(report));
  ONEFOLD_CHECK(context->pair_loader(report));
  ONEFOLD_CHECK(context->read_fold_scope(report));
  context->note_own_got();
  context->place_program_tls(report);
  context->choices_ = std::make_shared<Choices>(*context);
  return context;
}

Result<void> Context::read_fold(Report& report) {
  view_ = *input_->folded;
  ONEFOLD_TRY(entrance_, find_entrance(view_));
  if (!entrance_) return {};
  const auto found = claim().loader ? find_loader(*input_, *claim().loader) : std::nullopt;
  const Module* loader = found ? input_->originals[*found].module : nullptr;
  ONEFOLD_TRY(view_, as_loader_sees(*input_->folded, *entrance_, loader, report));
  report.compared(Aspect::kHeader);
  if (entrance_->own_address != entrance_->table) {
    report.differ(Aspect::kStub, "the entrance's own address",
                  fmt::format("{:#x}", entrance_->table),
                  fmt::format("{:#x}", entrance_->own_address));
  }
  if (entrance_->interpreter.has_value() == claim().loader.has_value()) {
    report.differ(Aspect::kHeader, "the loader", "inside, or mapped by its path", "otherwise");
  }
  return {};
}

Result<void> Context::pair_loader(Report& report) {
  if (!claim().loader || !entrance_) return {};
  if (auto found = find_loader(*input_, *claim().loader))
    loader_ = Part{.original = *found, .bias = claim().loader->bias, .tls_offset = {}};
  report.compared(Aspect::kInput);
  if (!loader_) {
    report.differ(Aspect::kInput, claim().loader->name, "the original's loader", "none there");
    return {};
  }
  const Module& module = *objects_[loader_->original].module;
  ONEFOLD_TRY(bool same, is_claimed_file(*claim().loader, module));
  const bool entered = entrance_->loader_base == loader_->bias &&
                       entrance_->loader_entry == module.header.entry.value + loader_->bias;
  if (!same || !entered) {
    report.differ(Aspect::kInput, claim().loader->name,
                  "the file that was folded, entered at its e_entry", "another, or elsewhere");
  }
  return {};
}

Result<void> Context::read_objects(Threads& threads) {
  for (const OriginalFile& file : input_->originals) {
    if (file.module->loads.empty())
      return fail(file.module->file.error("e_type", "ET_EXEC or ET_DYN, with PT_LOADs", "another"));
  }
  // The fold, which has as much as all of them, first.
  const size_t count = input_->originals.size();
  std::vector<Result<Object>> read(count + 1);
  threads.for_each_index(count + 1, [&](size_t i) {
    Result<Object>& object = read[i == 0 ? count : i - 1];
    object = read_object(i == 0 ? view_ : *input_->originals[i - 1].module);
  });
  objects_.reserve(count);
  for (Result<Object>& object : read) {
    if (!object) return tl::unexpected(std::move(object.error()));
    (objects_.size() < count ? objects_.emplace_back() : fold_) = std::move(*object);
  }
  Result<void> read_sites;
  const Job sites = threads.start([&] { read_sites = read_fold_sites(); });
  number_names(objects_, names_);
  number_names({&fold_, 1}, names_);
  if (fold_.psabi != objects_.front().psabi) {
    return fail(input_->folded->file.error("e_machine", "the original's", "another"));
  }
  shared_object_ = !objects_.front().has_interp;
  std::vector<const Object*> scope;
  scope.reserve(objects_.size());
  for (const Object& object : objects_) scope.push_back(&object);
  before_ = std::make_unique<Scope>(std::move(scope), names_, input_->loader);
  std::vector<std::vector<uint32_t>> needs;
  needs.reserve(input_->originals.size());
  for (const OriginalFile& file : input_->originals)
    needs.emplace_back(file.needs.begin(), file.needs.end());
  if (input_->loader == Loader::kGlibc)
    before_->settle_unique(initialiser_order(needs, Loader::kGlibc));
  sites.wait();
  return read_sites;
}

// Parts are listed in scope order, under their files' names.
Result<void> Context::pair_parts(Report& report) {
  part_of_.assign(objects_.size(), kKept);
  kept_place_.assign(objects_.size(), kKept);
  size_t next = 0;
  for (const ClaimedPart& claim : claim().parts) {
    report.compared(Aspect::kInput);
    size_t at = next;
    if (next != 0) {  // the program may have another name by now
      while (at < objects_.size() && base_name(input_->originals[at].path) != claim.name) ++at;
    }
    if (at == objects_.size()) {
      report.differ(Aspect::kInput, claim.name,
                    "a library of the original's closure, as it was when folded",
                    "none there, or in another order");
      continue;
    }
    ONEFOLD_TRY(bool same, is_claimed_file(claim, *objects_[at].module));
    if (!same) {
      report.differ(Aspect::kInput, input_->originals[at].path,
                    "the file that was folded (its build-id or hash)", "another: updated since?");
    }
    part_of_[at] = static_cast<uint32_t>(parts_.size());
    parts_.push_back({.original = static_cast<uint32_t>(at),
                      .bias = claim.bias,
                      .tls_offset = {},
                      .without_first_load = lacks_first_load(claim, *objects_[at].module)});
    next = at + 1;
  }
  return {};
}

std::optional<uint32_t> Context::called(std::string_view name) const {
  const bool by_soname = input_->loader == Loader::kGlibc;  // musl knows files by their names alone
  std::optional<uint32_t> first;
  for (uint32_t i = 0; i < objects_.size(); ++i) {
    const OriginalFile& file = input_->originals[i];
    const bool answers =
        file.name == name || file.path == name || (by_soname && objects_[i].soname == name);
    if (!answers) continue;
    if (file.path == input_->interpreter) return i;
    if (!first) first = i;
  }
  return first;
}

// Breadth first over DT_NEEDED, like the loader's. All that is left outside are the original's
// files.
Result<void> Context::read_fold_scope(Report& report) {
  ONEFOLD_TRY(auto needed, input_->folded->needed());
  std::vector<const Object*> scope{&fold_};
  std::vector<uint32_t> order;
  auto reach = [&](uint32_t original) {
    if (is_folded(original) || kept_place_[original] != kKept) return;
    kept_place_[original] = static_cast<uint32_t>(scope.size());
    scope.push_back(&objects_[original]);
    order.push_back(original);
  };
  for (std::string_view name : needed) {
    report.compared(Aspect::kHeader);
    const auto found = called(name);
    if (!found || is_folded(*found)) {
      report.differ(Aspect::kHeader, "DT_NEEDED", "libraries that stay outside", name);
      continue;
    }
    const uint32_t at = *found;
    fold_needs_.push_back(at);
    reach(at);
  }
  for (size_t i = 0; i < order.size(); ++i) {
    for (size_t need : input_->originals[order[i]].needs) {
      if (is_folded(static_cast<uint32_t>(need))) {
        report.differ(Aspect::kHeader, "DT_NEEDED of " + input_->originals[order[i]].path,
                      "only libraries that stay outside", input_->originals[need].name);
        continue;
      }
      reach(static_cast<uint32_t>(need));
    }
  }
  for (uint32_t i = 0; i < objects_.size(); ++i) {
    if (is_folded(i)) continue;
    const bool named = std::ranges::find(fold_needs_, i) != fold_needs_.end();
    if (!named || kept_place_[i] == kKept) {
      report.differ(Aspect::kHeader, "DT_NEEDED", input_->originals[i].name, "none");
    }
  }
  after_ = std::make_unique<Scope>(std::move(scope), names_, input_->loader);
  if (input_->loader == Loader::kGlibc)
    after_->settle_unique(initialiser_order(needs_after(), Loader::kGlibc));
  return {};
}

std::vector<std::vector<uint32_t>> Context::needs_after() const {
  std::vector<std::vector<uint32_t>> needs(after_->size());
  for (uint32_t need : fold_needs_) needs[0].push_back(kept_place_[need]);
  for (uint32_t i = 0; i < objects_.size(); ++i) {
    if (is_folded(i) || kept_place_[i] == kKept) continue;
    for (size_t need : input_->originals[i].needs) {
      if (!is_folded(static_cast<uint32_t>(need)))
        needs[kept_place_[i]].push_back(kept_place_[need]);
    }
  }
  return needs;
}

Result<void> Context::read_fold_sites() {
  ONEFOLD_TRY(sites_, sites_of_fold(fold_, entrance()));
  return {};
}

// The words of an implicit GOT of its own are the loader's, who uses them for what it does
// elsewhere.
void Context::note_own_got() {
  for (const RelocationTable& table : fold_.tables) {
    if (table.kind != RelocTable::kGot || is_in_part(table.address.value, table.bytes.size()))
      continue;
    for (FoldSite& site : sites_) {
      if (site.table == RelocTable::kGot) site.used = true;
    }
  }
}

std::span<const Segment> Context::loads(const Part& part) const {
  return std::span(object(part).module->loads).subspan(part.without_first_load ? 1 : 0);
}

bool Context::is_unmapped(const Value& value) const {
  if (!value.is_address() || !is_folded(value.object)) return false;
  const Part& part = part_of(value.object);
  return part.without_first_load && value.number < loads(part).front().vaddr.value;
}

bool Context::is_in_part(uint64_t at, uint64_t size) const {
  return std::ranges::any_of(parts_, [&](const Part& part) {
    return std::ranges::any_of(loads(part), [&](const Segment& load) {
      const uint64_t begin = load.vaddr.value + part.bias;
      return at < begin + load.memsz && begin < at + size;
    });
  });
}

bool Context::is_in_input(uint64_t at, uint64_t size) const {
  if (is_in_part(at, size) || !loader_) return is_in_part(at, size);
  return std::ranges::any_of(object(*loader_).module->loads, [&](const Segment& load) {
    const uint64_t begin = load.vaddr.value + loader_->bias;
    return at < begin + load.memsz && begin < at + size;
  });
}

FoldSite* Context::site_at(uint64_t place) {
  const auto at = site_search_.find(sites_, place, &FoldSite::place);
  return at != sites_.end() ? &*at : nullptr;
}

std::optional<uint64_t> Context::pointer_at(uint64_t at) const {
  auto site = std::ranges::lower_bound(sites_, at, {}, &FoldSite::place);
  if (site != sites_.end() && site->place == at) {
    const Value value = value_of(*site);
    if (value.kind != Value::Kind::kPlace || value.object != 0) return std::nullopt;
    return value.number;
  }
  auto bytes = fold_.module->bytes_at(ModuleAddress(at), word(), "pointer");
  if (!bytes) return std::nullopt;
  const uint64_t stored = word_of(*bytes, order());
  if (stored != 0 && fold_.module->header.type != ET_EXEC) return std::nullopt;
  return stored;
}

Value Context::value_of(const FoldSite& site) const {
  const Relocation relocation{.place = ModuleAddress(site.place),
                              .type = site.type.type,
                              .symbol = site.symbol,
                              .own_symbol = site.own_symbol};
  return verify::value_of(*after_, 0, relocation, site.type, site.addend);
}

uint64_t Context::thread_distance(const Object& object) const {
  if (object.tls == nullptr) return 0;
  const Segment& tls = *object.tls;
  const uint64_t align = align_of(tls);
  // glibc, elf/dl-tls.c (_dl_determine_tlsoffset), for the first module.
  if (psabi().blocks_below_tp) {
    const uint64_t first_byte = -tls.vaddr.value & (align - 1);
    return align_up(tls.memsz - first_byte, align) + first_byte;
  }
  // The first place behind the TCB that is what the image's address is modulo its alignment.
  const uint64_t tcb = psabi().tcb_size;
  return tcb + ((tls.vaddr.value - tcb) & (align - 1));
}

// The program's code has its offsets from the thread pointer built in.
void Context::place_program_tls(Report& report) {
  if (parts_.empty() || fold_.tls == nullptr) return;
  Part& program = parts_.front();
  const Object& original = objects_[program.original];
  const Segment& tls = *fold_.tls;
  const Segment* own = original.tls;
  tls_merged_ = own == nullptr || own->vaddr.value + program.bias != tls.vaddr.value;
  if (own == nullptr || shared_object_) return;
  const uint64_t before = thread_distance(original);
  const uint64_t after = thread_distance(fold_);
  report.compared(Aspect::kTls);
  const uint64_t offset = psabi().blocks_below_tp ? after - before : before - after;
  if (!range_within(offset, own->memsz, tls.memsz)) {
    report.differ(Aspect::kTls, "PT_TLS",
                  "the program's block at its distance from the thread pointer",
                  fmt::format("{:#x} bytes at {:#x}", tls.memsz, tls.vaddr.value));
    return;
  }
  program.tls_offset = offset;
}

// Any number of symbols may have one value.
void Context::replace(const StandIn& stand_in) {
  if (std::ranges::find(stand_ins_, stand_in) == stand_ins_.end()) stand_ins_.push_back(stand_in);
}

const Context::StandIn* Context::stand_in_at(uint64_t address) const {
  const auto at = std::ranges::find(stand_ins_, address, &StandIn::address);
  return at == stand_ins_.end() ? nullptr : &*at;
}

Value Context::translate(const Value& value, const Value& found) {
  if (value.is_in_block() && is_folded(value.object)) {
    Part& part = part_of(value.object);
    if (!part.tls_offset && found.object == 0 && found.kind == value.kind)
      part.tls_offset = psabi().in_word(found.number - value.number);
  }
  return translation(value, found);
}

Value Context::translation(const Value& value, const Value& found) const {
  Value fold = whole_translation(value, found);
  fold.number = psabi().in_word(fold.number);
  return fold;
}

Value Context::whole_translation(const Value& value, const Value& found) const {
  using Kind = Value::Kind;
  Value fold = value;
  if (value.kind == Kind::kNumber || value.kind == Kind::kUnknown) return fold;
  if (auto own = std::ranges::find(stand_ins_, value, &StandIn::value); own != stand_ins_.end()) {
    fold.object = 0;
    fold.number = own->address;
    return fold;
  }
  if (!is_folded(value.object)) {
    fold.object = kept_place_[value.object];
    // A lookup meets the embedded loader as an object; what was bound when folding is a place.
    const bool inside = loader_ && loader_->original == value.object;
    if (inside && found.object == 0 && value.kind != Kind::kCopied) {
      fold.object = 0;
      fold.number += loader_->bias;
    }
    return fold;
  }
  fold.object = 0;
  const Part& part = part_of(value.object);
  if (value.is_address()) fold.number += part.bias;
  if (value.is_in_block()) fold.number += part.tls_offset.value_or(0);
  return fold;
}

std::string Context::where(const Part& part, ModuleAddress at) const {
  return fmt::format("{} {:#x}", object(part).file_name(), at.value);
}

}  // namespace onefold::verify
