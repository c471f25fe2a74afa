// From a plan to what the output is made of.
#include "rewrite/image.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <unordered_map>

#include "base/checked.h"
#include "elf/field.h"
#include "rewrite/headers.h"
#include "rewrite/own_sections.h"
#include "rewrite/section_table.h"

namespace onefold {
namespace {

template <typename T>
void put_field(std::span<std::byte> at, uint64_t value, std::endian order) {
  const auto number = static_cast<T>(value);
  if (order == std::endian::little) {
    const Field<T, std::endian::little> field(number);
    std::memcpy(at.data(), &field, sizeof(field));
  } else {
    const Field<T, std::endian::big> field(number);
    std::memcpy(at.data(), &field, sizeof(field));
  }
}

// Writes `value` as a word of `size` bytes.
void put_word(std::span<std::byte> at, uint64_t value, std::endian order) {
  if (at.size() == sizeof(uint64_t)) return put_field<uint64_t>(at, value, order);
  if (at.size() == sizeof(uint32_t)) return put_field<uint32_t>(at, value, order);
  for (size_t i = 0; i < at.size(); ++i) {
    size_t place = order == std::endian::little ? i : at.size() - 1 - i;
    at[place] = static_cast<std::byte>(value >> (8 * i));
  }
}

// The patches of a range of the image.
using Patches = std::span<const Patch>;

constexpr uint64_t kWidestPatch = UINT8_MAX;  // bytes

void apply(Patches patches, ImageAddress begin, std::span<std::byte> bytes, std::endian order) {
  for (const Patch& patch : patches) {
    std::byte* at = bytes.data() + (patch.place - begin);
    if (patch.size == sizeof(patch.value) && order == std::endian::native) {
      std::memcpy(at, &patch.value, sizeof(patch.value));
    } else {
      put_word({at, patch.size}, patch.value, order);
    }
  }
}

class ImageMaker {
 public:
  explicit ImageMaker(const Plan& plan) : plan_(plan), patches_(plan.fixups.patches) {
    for (const CopiedObject& copy : plan.copies) {
      const PlannedLoad* load = plan.layout.load_of(copy.to);
      if (load != nullptr) copies_into_[load].push_back(&copy);
    }
  }

  Result<Image> run() {
    for (const PlannedLoad& load : plan_.layout.loads) {
      ONEFOLD_TRY(auto patches, take_patches(load));
      if (load.part != nullptr) {
        ONEFOLD_CHECK(add_segment(load, patches));
      } else {
        ONEFOLD_CHECK(add_own_block(load, patches));
      }
    }
    if (!patches_.empty()) return outside(patches_.front());
    for (const PlannedLoad& load : plan_.layout.kernel_loads()) {
      if (load.filesz != 0) image_.reach(load.offset + load.filesz);
    }
    ONEFOLD_CHECK(add_file_data());
    image_.sort();
    image_.overlay(plan_.layout.headers.offset, encode_program_headers(plan_));
    SectionTable table = encode_section_table(plan_, image_.size());
    const bool has_table = !table.bytes.empty();
    image_.own(table.offset, std::move(table.bytes));
    add_appended(has_table);
    image_.overlay(0, encode_elf_header(plan_, table.place));
    return std::move(image_);
  }

 private:
  // Those that lie in the load's file bytes; patches ascend as the loads do.
  Result<Patches> take_patches(const PlannedLoad& load) {
    if (!patches_.empty() && patches_.front().place < load.vaddr) return outside(patches_.front());
    auto last = std::ranges::lower_bound(patches_, load.vaddr + load.filesz, {}, &Patch::place);
    const Patches taken(patches_.begin(), last);
    patches_ = patches_.subspan(taken.size());
    // Only words so near to the end can reach over it.
    for (auto patch = taken.rbegin(); patch != taken.rend(); ++patch) {
      const uint64_t at = patch->place - load.vaddr;
      if (load.filesz - at > kWidestPatch) break;
      if (load.filesz - at < patch->size) return outside(*patch);
    }
    return taken;
  }

  tl::unexpected<Error> outside(const Patch& patch) const {
    return fail(plan_.parts.program().module->file.error(
        "r_offset", "a place that the output's file holds",
        fmt::format("address {:#x} of the output", patch.place.value)));
  }

  Result<void> add_segment(const PlannedLoad& load, Patches patches) {
    // A segment of zeros alone may state any p_offset.
    std::span<const std::byte> source;
    if (load.source->filesz != 0) {
      ONEFOLD_TRY(source, load.part->module->file.bytes(load.source->offset, load.source->filesz,
                                                        "PT_LOAD"));
    }
    const auto copies = copies_into_.find(&load);
    if (copies != copies_into_.end()) {
      make(load, {0, load.filesz}, source, patches, copies->second);
      return {};
    }
    if (patches.empty() && load.filesz == source.size()) {
      image_.borrow(load.offset, source);
      return {};
    }
    // A window at a time: so much is made in memory, and by one thread.
    constexpr uint64_t kWindow = 1 << 20;
    for (uint64_t at = 0; at < load.filesz;) {
      const Window window{at, end_of_words(load, std::min(at + kWindow, load.filesz), patches)};
      const auto behind =
          std::ranges::lower_bound(patches, load.vaddr + window.end, {}, &Patch::place);
      const Patches own(patches.begin(), behind);
      patches = patches.subspan(own.size());
      if (own.empty() && window.end <= source.size()) {
        image_.borrow(load.offset + at, source.subspan(as_size(at), as_size(window.end - at)));
      } else {
        make(load, window, source, own, {});
      }
      at = window.end;
    }
    return {};
  }

  Result<void> add_file_data() {
    for (const Section& section : plan_.data.sections) {
      ONEFOLD_TRY(auto bytes, plan_.parts.program().module->file.bytes(section.offset, section.size,
                                                                       "sh_offset"));
      image_.borrow(section.offset.value, bytes);
    }
    image_.borrow(plan_.data.appended_at.value, plan_.data.appended);
    return {};
  }

  // Behind the section headers, or else within its page as it lay in the original.
  void add_appended(bool has_table) {
    const uint64_t end = image_.size();
    const uint64_t more = (plan_.data.appended_at.value - end) % plan_.layout.page;
    image_.borrow(has_table ? end : end + more, plan_.data.appended);
  }

  using Copies = std::vector<const CopiedObject*>;

  // Of a segment's file bytes.
  struct Window {
    uint64_t begin = 0;
    uint64_t end = 0;
  };

  // `end`, or where the words end that reach over it.
  static uint64_t end_of_words(const PlannedLoad& load, uint64_t end, Patches patches) {
    const auto reaches_over = [&](const Patch& patch) {
      const uint64_t at = patch.place - load.vaddr;
      return at < end && end - at < patch.size;
    };
    while (true) {
      auto behind = std::ranges::lower_bound(patches, load.vaddr + end, {}, &Patch::place);
      const auto near = std::ranges::lower_bound(
          patches, load.vaddr + (end - std::min(end, kWidestPatch)), {}, &Patch::place);
      const auto over = std::find_if(near, behind, reaches_over);
      if (over == behind) return end;
      end = (over->place - load.vaddr) + over->size;
    }
  }

  void make(const PlannedLoad& load, Window window, std::span<const std::byte> source,
            Patches patches, const Copies& copies) {
    const size_t skip = std::min(source.size(), as_size(window.begin));
    image_.make(load.offset + window.begin, window.end - window.begin,
                [&load, copies, begin = load.vaddr + window.begin, source = source.subspan(skip),
                 patches, order = plan_.format().order](std::span<std::byte> bytes) {
                  const auto kept = source.first(std::min(source.size(), bytes.size()));
                  if (!kept.empty()) std::memcpy(bytes.data(), kept.data(), kept.size());
                  std::memset(bytes.data() + kept.size(), 0, bytes.size() - kept.size());
                  copy_objects(load, copies, bytes);
                  apply(patches, begin, bytes, order);
                });
  }

  // The initial bytes of objects that the program has by COPY relocations. An object's zeros
  // replace what the program's file has there.
  static void copy_objects(const PlannedLoad& load, const Copies& copies, std::span<std::byte> to) {
    size_t nonzero_end = as_size(load.source->filesz);
    for (const CopiedObject* copy : copies) {
      if (copy->size == 0) continue;
      const Segment& from = *copy->part->module->load_at(copy->from, copy->size);
      const uint64_t skip = copy->from - from.vaddr;
      const size_t size =
          skip < from.filesz ? as_size(std::min(copy->size, from.filesz - skip)) : 0;
      const size_t at = as_size(copy->to - load.vaddr);
      if (size != 0) {
        auto bytes =
            copy->part->module->file.all().subspan(as_size(from.offset.value + skip), size);
        std::ranges::copy(bytes, to.subspan(at).begin());
      }
      const size_t end = std::min(at + as_size(copy->size), nonzero_end);
      if (at + size < end) std::ranges::fill(to.subspan(at + size, end - at - size), std::byte{0});
      nonzero_end = std::max(nonzero_end, at + size);
    }
  }

  // Each section by itself: several threads may write them, and each takes memory while it is made.
  Result<void> add_own_block(const PlannedLoad& load, Patches patches) {
    size_t taken = 0;
    for (size_t i = 0; i < static_cast<size_t>(Own::kCount); ++i) {
      const auto id = static_cast<Own>(i);
      const OwnSection& section = plan_.own[id];
      if (section.size == 0 || !load.holds(section.address)) continue;
      const uint64_t offset = load.offset + (section.address - load.vaddr);
      if (id == Own::kEhFrame) {
        add_unwind_sources(offset);
        continue;
      }
      if (id == Own::kTlsImage) {
        taken += add_tls_image(offset, section.address, patches);
        continue;
      }
      const Patches own = patches_in(section.address, section.size, patches);
      taken += own.size();
      image_.make(offset, section.size, [&plan = plan_, id, own](std::span<std::byte> bytes) {
        std::memset(bytes.data(), 0, bytes.size());
        write_own_section(plan, id, bytes);
        apply(own, plan.own[id].address, bytes, plan.format().order);
      });
    }
    if (taken != patches.size()) return outside(patches.front());
    return {};
  }

  void add_unwind_sources(uint64_t offset) {
    std::span<const UnwindField> fields = plan_.unwind.fields;
    for (const UnwindSource& source : plan_.unwind.sources) {
      image_.make(
          offset + source.offset, source.size,
          [&plan = plan_, &source, own = fields.first(source.fields)](std::span<std::byte> bytes) {
            write_unwind_source(plan, source, own, bytes);
          });
      fields = fields.subspan(source.fields);
    }
  }

  // Each part's initial bytes at their place in the merged block. Zeros are between them, hundreds
  // of megabytes if a part says so: the output has holes there. Returns how many patches lie in
  // them.
  size_t add_tls_image(uint64_t offset, ImageAddress address, Patches patches) {
    size_t taken = 0;
    for (const Part& part : plan_.parts.list) {
      const auto source = initial_tls_bytes(part);
      if (source.empty()) continue;
      const ImageAddress begin = address + part.tls_offset;
      const Patches own = patches_in(begin, source.size(), patches);
      taken += own.size();
      image_.make(offset + part.tls_offset, source.size(),
                  [source, own, begin, order = plan_.format().order](std::span<std::byte> bytes) {
                    std::ranges::copy(source, bytes.begin());
                    apply(own, begin, bytes, order);
                  });
    }
    return taken;
  }

  // Those whose words lie whole in `size` bytes from `begin` on.
  static Patches patches_in(ImageAddress begin, uint64_t size, Patches patches) {
    const ImageAddress end = begin + size;
    const auto first = std::ranges::lower_bound(patches, begin, {}, &Patch::place);
    auto last = std::ranges::lower_bound(patches, end, {}, &Patch::place);
    while (last != first && std::prev(last)->size > end - std::prev(last)->place) --last;
    return {first, last};
  }

  const Plan& plan_;
  Patches patches_;  // those to come
  std::unordered_map<const PlannedLoad*, Copies> copies_into_;
  Image image_;
};

}  // namespace

Result<Image> make_image(const Plan& plan) { return ImageMaker(plan).run(); }

}  // namespace onefold
