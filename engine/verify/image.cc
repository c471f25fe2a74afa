#include "verify/image.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "base/checked.h"
#include "verify/dead_ranges.h"
#include "verify/site_comparison.h"

namespace onefold::verify {
namespace {

constexpr uint64_t kStretch = uint64_t{4} << 20;

// Calls visit(site) for those that begin in the range; of two that overlap for the first.
template <typename Visit>
void visit_sites(ModuleAddress from, uint64_t size, const std::vector<Site>& sites,
                 const Visit& visit) {
  uint64_t done = 0;
  auto site = std::ranges::lower_bound(sites, from, {}, &Site::place);
  for (; site != sites.end() && site->place - from < size; ++site) {
    const uint64_t at = site->place - from;
    if (at < done) continue;
    visit(*site);
    done = std::min(size, at + site->size);
  }
}

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
  return {module.file.all().subspan(as_size(load->offset.value + skip), as_size(size)), size};
}

bool all_zero(std::span<const std::byte> bytes) {
  return bytes.empty() || (bytes[0] == std::byte{0} &&
                           std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0);
}

uint64_t first_difference(std::span<const std::byte> a, std::span<const std::byte> b,
                          uint64_t size) {
  for (uint64_t i = 0; i < size; ++i) {
    const std::byte x = a.empty() ? std::byte{0} : a[as_size(i)];
    const std::byte y = b.empty() ? std::byte{0} : b[as_size(i)];
    if (x != y) return i;
  }
  return size;
}

}  // namespace

Result<ImageComparison> ImageComparison::of(Context& context, std::vector<DeadRange> in_loader) {
  ImageComparison image(context);
  for (const Part& part : context.parts()) {
    ONEFOLD_TRY(auto sites, sites_of(context.before(), part.original));
    image.sites_.push_back(std::move(sites));
  }
  if (context.parts().empty()) return image;
  ONEFOLD_CHECK(image.find_copies());
  for (const Part& part : context.parts()) image.left_out_.push_back(image.left_out_of(part));
  if (context.loader() != nullptr) image.left_out_.push_back(std::move(in_loader));
  for (size_t piece = 0; piece < image.left_out_.size(); ++piece) image.find_stretches(piece);
  return image;
}

// What comparing a copied object takes, or something above `most`: bytes of the files that its
// memory comes from, here and in the fold, and sites. Zeros of both take nothing, however many.
uint64_t ImageComparison::cost_of(const CopiedRange& copy, uint64_t most) const {
  const std::vector<Site>& sites = sites_of_part(*copy.part);
  const auto first = std::ranges::lower_bound(sites, copy.from, {}, &Site::place);
  const auto end = std::partition_point(
      first, sites.end(), [&](const Site& site) { return site.place - copy.from < copy.size; });
  uint64_t cost = static_cast<uint64_t>(end - first) * context_.word();
  for (uint64_t done = 0; done < copy.size && cost <= most;) {
    const uint64_t left = copy.size - done;
    const Stretch a = memory_at(*context_.object(*copy.part).module, copy.from + done, left);
    const Stretch b = memory_at(*context_.fold().module, ModuleAddress(copy.to + done), left);
    if (a.size == 0 || b.size == 0) break;
    const uint64_t size = std::min(a.size, b.size);
    cost += context_.word() + (a.bytes.empty() && b.bytes.empty() ? 0 : size);
    done += size;
  }
  return cost;
}

// An object is copied once, but for some that have several names: all of them have no more bytes
// than the files, sites included.
uint64_t ImageComparison::most_of_copies() const {
  uint64_t size = context_.fold().module->file.all().size();
  for (const Part& part : context_.parts()) size += context_.object(part).module->file.all().size();
  return 2 * size;
}

// COPY relocations of the program whose definition is folded too.
Result<void> ImageComparison::find_copies() {
  uint64_t total = 0;
  const uint64_t most = most_of_copies();
  const Part& program = context_.parts().front();
  for (const Site& site : sites_.front()) {
    if (site.meaning != Meaning::kCopy || site.value.kind != Value::Kind::kCopied) continue;
    if (site.value.size == 0 || !context_.is_folded(site.value.object)) continue;
    const Part& from = context_.part_of(site.value.object);
    copies_.push_back({site.place.value + program.bias, &from, ModuleAddress(site.value.number),
                       site.value.size});
    total += cost_of(copies_.back(), most);
    if (total > most) {
      return fail(context_.object(program).module->file.error(
          "R_*_COPY", "objects of no more bytes than the files have",
          fmt::format("{} or more", total)));
    }
  }
  std::ranges::sort(copies_, {}, &CopiedRange::to);
  return {};
}

// What the fold changes knowingly: dead tables under the program headers, copied objects, the
// initial TLS block that has moved.
std::vector<DeadRange> ImageComparison::left_out_of(const Part& part) const {
  const Object& object = context_.object(part);
  std::vector<DeadRange> ranges;
  if (&part == context_.parts().data()) {
    ranges = dead_ranges(*object.module, *context_.input().folded, object);
    for (const CopiedRange& copy : copies_) ranges.push_back({copy.to - part.bias, copy.size});
  }
  if (context_.tls_is_merged() && object.tls != nullptr && object.tls->filesz != 0)
    ranges.push_back({object.tls->vaddr.value, object.tls->filesz});
  std::ranges::sort(ranges, {}, &DeadRange::at);
  return ranges;
}

// Calls visit(from, size) for what is at its own place in the fold.
template <typename Visit>
void ImageComparison::visit_ranges(size_t piece, const Visit& visit) const {
  const std::vector<DeadRange>& left_out = left_out_[piece];
  auto range = left_out.begin();
  ModuleAddress at;
  for (const Segment& load : context_.loads(part_of(piece))) {
    at = std::max(at, load.vaddr);
    auto visit_to = [&](ModuleAddress end) {
      if (at < end) visit(at, end - at);
    };
    for (; range != left_out.end() && range->at < load.end().value; ++range) {
      visit_to(ModuleAddress(range->at));
      at = std::max(at, ModuleAddress(range->at + range->size));
    }
    visit_to(load.end());
  }
}

const std::vector<Site>& ImageComparison::sites_in(size_t piece) const {
  static const std::vector<Site> kNone;
  return piece < sites_.size() ? sites_[piece] : kNone;
}

// Many bytes of the file and no site, so that it may be cut anywhere.
bool ImageComparison::is_stretch(size_t piece, ModuleAddress from, uint64_t size) const {
  const std::vector<Site>& sites = sites_in(piece);
  const auto site = std::ranges::lower_bound(sites, from, {}, &Site::place);
  const uint64_t most = context_.object(part_of(piece)).module->file.all().size();
  return size > kStretch && size <= most && (site == sites.end() || site->place - from >= size);
}

void ImageComparison::find_stretches(size_t piece) {
  const Part& part = part_of(piece);
  visit_ranges(piece, [&](ModuleAddress from, uint64_t size) {
    if (!is_stretch(piece, from, size)) return;
    for (uint64_t done = 0; done < size; done += kStretch) {
      const ModuleAddress at = from + done;
      stretches_.push_back({part, at, std::min(kStretch, size - done), at.value + part.bias});
    }
  });
}

void ImageComparison::compare_bytes(size_t piece, Report& report) const {
  if (piece >= left_out_.size()) {
    const Range& stretch = stretches_[piece - left_out_.size()];
    return compare_memory(stretch.part, stretch.from, stretch.size, stretch.to, report);
  }
  const Part& part = part_of(piece);
  visit_ranges(piece, [&](ModuleAddress from, uint64_t size) {
    if (is_stretch(piece, from, size)) return;
    compare_between({part, from, size, from.value + part.bias}, sites_in(piece), report);
  });
  const Segment* tls = context_.object(part).tls;
  if (piece < sites_.size() && tls != nullptr && context_.tls_is_merged())
    compare_memory(part, tls->vaddr, tls->filesz, tls->vaddr.value + part.bias, report);
}

void ImageComparison::compare_sites(Report& report) {
  SiteComparison comparison(context_, report);
  for (size_t i = 0; i < sites_.size(); ++i) {
    const Part& part = part_of(i);
    visit_ranges(i, [&](ModuleAddress from, uint64_t size) {
      visit_sites(from, size, sites_[i], [&](const Site& site) {
        comparison.compare(part, site, site.place.value + part.bias, /*own_place=*/true);
      });
    });
  }
  for (const CopiedRange& copy : copies_) {
    report.compared(Aspect::kCopy);
    compare_elsewhere({*copy.part, copy.from, copy.size, copy.to}, sites_of_part(*copy.part),
                      comparison, report);
  }
  if (context_.tls_is_merged()) {
    for (size_t i = 0; i < sites_.size(); ++i)
      compare_template(part_of(i), sites_[i], comparison, report);
  }
  if (!sites_.empty()) comparison.check_order();
}

void ImageComparison::compare_template(const Part& part, const std::vector<Site>& sites,
                                       SiteComparison& comparison, Report& report) const {
  const Segment* tls = context_.object(part).tls;
  if (tls == nullptr || tls->filesz == 0 || !part.tls_offset) return;
  report.compared(Aspect::kTls);
  if (!range_within(*part.tls_offset, tls->filesz, context_.fold().tls->filesz)) {
    report.differ(Aspect::kTls, context_.where(part, tls->vaddr), "its block inside the fold's",
                  fmt::format("offset {:#x}", *part.tls_offset));
    return;
  }
  compare_elsewhere(
      {part, tls->vaddr, tls->filesz, context_.fold().tls->vaddr.value + *part.tls_offset}, sites,
      comparison, report);
}

void ImageComparison::compare_elsewhere(const Range& range, const std::vector<Site>& sites,
                                        SiteComparison& comparison, Report& report) const {
  compare_between(range, sites, report);
  visit_sites(range.from, range.size, sites, [&](const Site& site) {
    comparison.compare(range.part, site, range.to + (site.place - range.from),
                       /*own_place=*/false);
  });
}

// What no site writes.
void ImageComparison::compare_between(const Range& range, const std::vector<Site>& sites,
                                      Report& report) const {
  uint64_t done = 0;
  auto compare_up_to = [&](uint64_t end) {
    compare_memory(range.part, range.from + done, end - done, range.to + done, report);
  };
  visit_sites(range.from, range.size, sites, [&](const Site& site) {
    const uint64_t at = site.place - range.from;
    compare_up_to(at);
    done = std::min(range.size, at + site.size);
  });
  compare_up_to(range.size);
}

void ImageComparison::compare_memory(const Part& part, ModuleAddress from, uint64_t size,
                                     uint64_t to, Report& report) const {
  const Module& module = *context_.object(part).module;
  report.compared(Aspect::kBytes, size);
  for (uint64_t done = 0; done < size;) {
    Stretch a = memory_at(module, from + done, size - done);
    Stretch b = memory_at(*context_.fold().module, ModuleAddress(to + done), size - done);
    if (a.size == 0) return;  // not in memory: a copy's or template's claim beyond its segment
    if (b.size == 0) {
      report.differ(Aspect::kBytes, context_.where(part, from + done), "memory of the fold",
                    "none");
      return;
    }
    const uint64_t count = std::min(a.size, b.size);
    if (!a.bytes.empty()) a.bytes = a.bytes.first(as_size(count));
    if (!b.bytes.empty()) b.bytes = b.bytes.first(as_size(count));
    const bool same = a.bytes.empty() ? all_zero(b.bytes)
                      : b.bytes.empty()
                          ? all_zero(a.bytes)
                          : std::memcmp(a.bytes.data(), b.bytes.data(), a.bytes.size()) == 0;
    if (!same) {
      const uint64_t at = first_difference(a.bytes, b.bytes, count);
      auto hex = [&](std::span<const std::byte> bytes) {
        return fmt::format("{:#04x}",
                           bytes.empty() ? 0 : std::to_integer<unsigned>(bytes[as_size(at)]));
      };
      report.differ(Aspect::kBytes, context_.where(part, from + done + at), hex(a.bytes),
                    hex(b.bytes));
    }
    done += count;
  }
}

}  // namespace onefold::verify
