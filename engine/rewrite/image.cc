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

// A cursor over the patches, which ascend as the loads do.
class Patches {
 public:
  explicit Patches(const Plan& plan) : plan_(plan), next_(plan.fixups.patches.begin()) {}

  bool any_in(ImageAddress begin, uint64_t size) {
    skip_to(begin);
    return next_ != plan_.fixups.patches.end() && next_->place - begin < size;
  }

  Result<void> apply(ImageAddress begin, std::span<std::byte> bytes) {
    for (skip_to(begin); next_ != plan_.fixups.patches.end(); ++next_) {
      const uint64_t at = next_->place - begin;
      if (at >= bytes.size()) break;
      if (bytes.size() - at < next_->size) return outside(*next_);
      put_word(bytes.subspan(as_size(at), next_->size), next_->value, plan_.format().order);
      ++applied_;
    }
    return {};
  }

  Result<void> check_all_applied() const {
    if (applied_ == plan_.fixups.patches.size()) return {};
    // The first one that lies in no load's file bytes.
    for (const Patch& patch : plan_.fixups.patches) {
      const PlannedLoad* load = plan_.layout.load_of(patch.place);
      if (load == nullptr || patch.place - load->vaddr + patch.size > load->filesz)
        return outside(patch);
    }
    return {};
  }

 private:
  void skip_to(ImageAddress begin) {
    while (next_ != plan_.fixups.patches.end() && next_->place < begin) ++next_;
  }
  tl::unexpected<Error> outside(const Patch& patch) const {
    return fail(plan_.parts.program().module->file.error(
        "r_offset", "a place that the output's file holds",
        fmt::format("address {:#x} of the output", patch.place.value)));
  }

  const Plan& plan_;
  std::vector<Patch>::const_iterator next_;
  size_t applied_ = 0;
};

class ImageMaker {
 public:
  explicit ImageMaker(const Plan& plan) : plan_(plan), patches_(plan) {
    for (const CopiedObject& copy : plan.copies) {
      const PlannedLoad* load = plan.layout.load_of(copy.to);
      if (load != nullptr) copies_into_[load].push_back(&copy);
    }
  }

  Result<Image> run() {
    for (const PlannedLoad& load : plan_.layout.loads) {
      if (load.part != nullptr) {
        ONEFOLD_CHECK(add_segment(load));
      } else {
        ONEFOLD_CHECK(add_own_block(load));
      }
    }
    for (const PlannedLoad& load : plan_.layout.kernel_loads()) {
      if (load.filesz != 0) image_.reach(load.offset + load.filesz);
    }
    ONEFOLD_CHECK(patches_.check_all_applied());
    image_.sort();
    image_.overlay(plan_.layout.headers.offset, encode_program_headers(plan_));
    SectionTable table = encode_section_table(plan_, image_.size());
    image_.own(table.offset, std::move(table.bytes));
    image_.overlay(0, encode_elf_header(plan_, table.place));
    return std::move(image_);
  }

 private:
  Result<void> add_segment(const PlannedLoad& load) {
    // A segment of zeros alone may state any p_offset.
    std::span<const std::byte> source;
    if (load.source->filesz != 0) {
      ONEFOLD_TRY(source, load.part->module->file.bytes(load.source->offset, load.source->filesz,
                                                        "PT_LOAD"));
    }
    auto copies = copies_into_.find(&load);
    const bool copied_into = copies != copies_into_.end();
    if (!copied_into && load.filesz == source.size() && !patches_.any_in(load.vaddr, load.filesz)) {
      image_.borrow(load.offset, source);
      return {};
    }
    std::vector<std::byte> bytes(source.begin(), source.end());
    bytes.resize(as_size(load.filesz));
    auto owned = image_.own(load.offset, std::move(bytes));
    if (copied_into) copy_objects(load, copies->second, owned);
    return patches_.apply(load.vaddr, owned);
  }

  // The initial bytes of objects that the program has by COPY relocations.
  static void copy_objects(const PlannedLoad& load, const std::vector<const CopiedObject*>& copies,
                           std::span<std::byte> owned) {
    for (const CopiedObject* copy : copies) {
      const Segment* from = copy->part->module->load_at(copy->from, copy->size);
      if (from == nullptr) continue;
      const uint64_t skip = copy->from - from->vaddr;
      if (skip >= from->filesz) continue;  // .bss: zero already
      auto bytes = copy->part->module->file.all().subspan(
          as_size(from->offset.value + skip), as_size(std::min(copy->size, from->filesz - skip)));
      std::ranges::copy(bytes, owned.subspan(as_size(copy->to - load.vaddr)).begin());
    }
  }

  Result<void> add_own_block(const PlannedLoad& load) {
    std::vector<std::byte> bytes(as_size(load.filesz));
    for (size_t i = 0; i < static_cast<size_t>(Own::kCount); ++i) {
      const OwnSection& section = plan_.own[static_cast<Own>(i)];
      if (section.size == 0 || !load.holds(section.address)) continue;
      write_own_section(
          plan_, static_cast<Own>(i),
          std::span(bytes).subspan(as_size(section.address - load.vaddr), as_size(section.size)));
    }
    return patches_.apply(load.vaddr, image_.own(load.offset, std::move(bytes)));
  }

  const Plan& plan_;
  Patches patches_;
  std::unordered_map<const PlannedLoad*, std::vector<const CopiedObject*>> copies_into_;
  Image image_;
};

}  // namespace

void Image::borrow(uint64_t offset, std::span<const std::byte> bytes) {
  if (bytes.empty()) return;
  pieces_.push_back({offset, bytes});
  size_ = std::max(size_, offset + bytes.size());
}

void Image::sort() { std::ranges::sort(pieces_, {}, &Piece::offset); }

std::span<std::byte> Image::own(uint64_t offset, std::vector<std::byte> bytes) {
  owned_.push_back(std::move(bytes));
  borrow(offset, owned_.back());
  return owned_.back();
}

void Image::overlay(uint64_t offset, std::vector<std::byte> bytes) {
  owned_.push_back(std::move(bytes));
  const Piece over{offset, owned_.back()};
  const uint64_t end = offset + over.bytes.size();
  std::vector<Piece> result;
  auto keep = [&](const Piece& piece, uint64_t from, uint64_t to) {
    if (from < to)
      result.push_back(
          {from, piece.bytes.subspan(as_size(from - piece.offset), as_size(to - from))});
  };
  bool placed = false;
  for (const Piece& piece : pieces_) {
    const uint64_t piece_end = piece.offset + piece.bytes.size();
    keep(piece, piece.offset, std::min(piece_end, offset));
    if (!placed && piece_end > offset) {
      result.push_back(over);
      placed = true;
    }
    keep(piece, std::max(piece.offset, end), piece_end);
  }
  if (!placed) result.push_back(over);
  pieces_ = std::move(result);
  size_ = std::max(size_, end);
}

Result<Image> make_image(const Plan& plan) { return ImageMaker(plan).run(); }

}  // namespace onefold
