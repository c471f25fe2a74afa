#include "unfold.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/checked.h"
#include "elf/layout.h"

namespace onefold {
namespace {

// The fold's bytes at an image address.
Result<std::span<const std::byte>> image_bytes(const Module& fold, uint64_t at, uint64_t size) {
  for (const Segment& load : fold.loads) {
    if (at < load.vaddr.value || !range_within(at - load.vaddr.value, size, load.filesz)) continue;
    return fold.file.bytes(FileOffset(load.offset.value + (at - load.vaddr.value)), size,
                           "PT_LOAD");
  }
  return fail(fold.file.error("PT_NOTE", "parts whose bytes the file has",
                              fmt::format("one with {} bytes at {:#x}", size, at)));
}

// Where in the fold `size` bytes of a part's address `at` are.
std::optional<uint64_t> place_of(const FoldedFile& part, uint64_t at, uint64_t size) {
  for (const ContentsSegment& segment : part.segments) {
    if (at >= segment.module && range_within(at - segment.module, size, segment.size))
      return segment.image + (at - segment.module);
  }
  return std::nullopt;
}

template <typename E>
class Extraction {
 public:
  Extraction(const Module& fold, const FoldedFile& part) : fold_(fold), part_(part) {}

  Result<std::vector<std::byte>> run() {
    ONEFOLD_TRY(auto raw, part_bytes(part_.segments.front().module, sizeof(typename E::Ehdr)));
    const auto& header = FileView::as_table<typename E::Ehdr>(raw)[0];
    constexpr std::string_view kMagic = "\177ELF";
    if (!std::ranges::equal(raw.first(kMagic.size()), std::as_bytes(std::span(kMagic))))
      return wrong("an ELF header");
    const uint64_t size = uint64_t{header.e_phnum} * sizeof(typename E::Phdr);
    auto at = checked_add(part_.segments.front().module, uint64_t{header.e_phoff});
    if (!at || header.e_phentsize != sizeof(typename E::Phdr)) return wrong("program headers");
    ONEFOLD_TRY(auto table, part_bytes(*at, size));
    for (const auto& phdr : FileView::as_table<typename E::Phdr>(table)) {
      if (phdr.p_type == PT_LOAD) ONEFOLD_CHECK(copy(phdr));
    }
    if (bytes_.size() < sizeof(header)) return wrong("a PT_LOAD");
    typename E::Ehdr plain = header;
    plain.e_shoff = 0U;
    plain.e_shnum = uint16_t{0};
    plain.e_shstrndx = uint16_t{0};
    std::ranges::copy(std::as_bytes(std::span(&plain, 1)), bytes_.begin());
    return std::move(bytes_);
  }

 private:
  tl::unexpected<Error> wrong(const char* expected) const {
    return fail(fold_.file.error("PT_NOTE", fmt::format("a loader that begins with {}", expected),
                                 "another"));
  }

  Result<std::span<const std::byte>> part_bytes(uint64_t at, uint64_t size) const {
    auto place = place_of(part_, at, size);
    if (!place) return wrong("headers inside of its segments");
    return image_bytes(fold_, *place, size);
  }

  Result<void> copy(const typename E::Phdr& phdr) {
    const uint64_t offset = phdr.p_offset, size = phdr.p_filesz;
    // Segments do not overlap, so that all together are no more than the fold has.
    if (!range_within(offset, size, fold_.file.size()) || size > fold_.file.size() - copied_)
      return wrong("segments smaller than the fold");
    copied_ += size;
    ONEFOLD_TRY(auto from, part_bytes(phdr.p_vaddr, size));
    if (bytes_.size() < offset + size) bytes_.resize(as_size(offset + size));
    std::ranges::copy(from, bytes_.begin() + static_cast<std::ptrdiff_t>(offset));
    take_back(phdr.p_vaddr, std::span(bytes_).subspan(as_size(offset), as_size(size)));
    return {};
  }

  // What the fold has changed in the segment at `vaddr`.
  void take_back(uint64_t vaddr, std::span<std::byte> segment) const {
    for (const ContentsChange& change : part_.changed) {
      if (change.module < vaddr ||
          !range_within(change.module - vaddr, change.was.size(), segment.size()))
        continue;
      std::ranges::copy(change.was, segment.subspan(as_size(change.module - vaddr)).begin());
    }
  }

  const Module& fold_;
  const FoldedFile& part_;
  std::vector<std::byte> bytes_;
  uint64_t copied_ = 0;
};

}  // namespace

std::string why_not_whole(const Contents& contents, const FoldedFile& file) {
  if (contents.loader && &file == &*contents.loader) return "";
  if (&file == &contents.files.front())
    return "its relocations are applied and its dynamic section is the fold's: keep the original";
  return "its relocations are applied; what they were is not in the fold";
}

Result<std::vector<std::byte>> extract_loader(const Module& fold, const Contents& contents) {
  if (!contents.loader || contents.loader->segments.empty()) {
    return fail(fold.file.error("PT_NOTE", "a loader inside, as total folds have it", "none"));
  }
  return with_format(fold.format(),
                     [&]<typename E>() { return Extraction<E>(fold, *contents.loader).run(); });
}

}  // namespace onefold
