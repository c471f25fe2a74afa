#include "verify/image.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "base/checked.h"
#include "verify/dead_ranges.h"
#include "verify/site_comparison.h"

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

struct CopiedRange {
  uint64_t to = 0;  // in the fold
  const Part* part = nullptr;
  ModuleAddress from;
  uint64_t size = 0;
};

class ImageComparison {
 public:
  ImageComparison(Context& context, Report& report)
      : context_(context),
        report_(report),
        fold_(*context.fold().module),
        site_comparison_(context, report) {}

  Result<void> run(const std::vector<DeadRange>& in_loader) {
    const auto& parts = context_.parts();
    for (const Part& part : parts) {
      ONEFOLD_TRY(auto sites, sites_of(context_.before(), part.original));
      sites_.push_back(std::move(sites));
    }
    ONEFOLD_CHECK(find_copies());
    for (size_t i = 0; i < parts.size(); ++i) compare_part(parts[i], sites_[i], {});
    for (const CopiedRange& copy : copies_) compare_copy(copy);
    if (context_.tls_is_merged()) {
      for (size_t i = 0; i < parts.size(); ++i) compare_template(parts[i], sites_[i]);
    }
    if (const Part* loader = context_.loader()) compare_part(*loader, {}, in_loader);
    site_comparison_.check_order();
    return {};
  }

 private:
  Result<void> find_copies();
  void compare_part(const Part& part, const std::vector<Site>& sites, std::vector<DeadRange> skip);
  void compare_copy(const CopiedRange& copy);
  void compare_template(const Part& part, const std::vector<Site>& sites);
  void compare_range(const Part& part, ModuleAddress from, uint64_t size, uint64_t to,
                     const std::vector<Site>& sites, bool own_place);
  void compare_bytes(const Part& part, ModuleAddress from, uint64_t size, uint64_t to);

  const std::vector<Site>& sites_of_part(const Part& part) const {
    return sites_[static_cast<size_t>(&part - context_.parts().data())];
  }

  Context& context_;
  Report& report_;
  const Module& fold_;
  std::vector<std::vector<Site>> sites_;  // by part
  std::vector<CopiedRange> copies_;
  std::vector<DeadRange> dead_;  // of the program, in the fold's addresses
  SiteComparison site_comparison_;
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

void ImageComparison::compare_part(const Part& part, const std::vector<Site>& sites,
                                   std::vector<DeadRange> skip) {
  const Object& object = context_.object(part);
  const bool is_program = &part == context_.parts().data();
  if (is_program) dead_ = dead_ranges(*object.module, *context_.input().folded, object);
  // What the fold changes knowingly: dead tables under the program headers, copied objects, the
  // initial TLS block that has moved.
  if (is_program) {
    skip = dead_;
    for (const CopiedRange& copy : copies_) skip.push_back({copy.to - part.bias, copy.size});
  }
  if (context_.tls_is_merged() && object.tls != nullptr && object.tls->filesz != 0)
    skip.push_back({object.tls->vaddr.value, object.tls->filesz});
  std::ranges::sort(skip, {}, &DeadRange::at);
  auto range = skip.begin();
  ModuleAddress at;
  for (const Segment& load : context_.loads(part)) {
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
    site_comparison_.compare(part, *site, to + at, own_place);
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
      report_.differ(Aspect::kBytes, context_.where(part, from + done + at), hex(a.bytes),
                     hex(b.bytes));
    }
    done += count;
  }
}

}  // namespace

Result<void> compare_image(Context& context, const std::vector<DeadRange>& in_loader,
                           Report& report) {
  if (context.parts().empty()) return {};
  return ImageComparison(context, report).run(in_loader);
}

}  // namespace onefold::verify
