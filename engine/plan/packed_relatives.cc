#include "plan/packed_relatives.h"

#include <algorithm>
#include <functional>
#include <span>

#include "base/sort.h"

namespace onefold {
namespace {

// Places ascend, as do loads.
class PackedPlaces {
 public:
  explicit PackedPlaces(uint64_t word_size) : word_(word_size), bits_(8 * word_size - 1) {}

  void add(uint64_t place) {
    if (next_ != 0 && place >= next_ && (place - next_) / word_ < bits_) {
      bitmap_ |= uint64_t{1} << ((place - next_) / word_ + 1);
      return;
    }
    // The bitmap may end before the place that a further one reaches.
    while (bitmap_ != 0) {
      flush();
      if ((place - next_) / word_ < bits_) {
        bitmap_ = uint64_t{1} << ((place - next_) / word_ + 1);
        return;
      }
    }
    words_.push_back(place);
    next_ = place + word_;
  }

  std::vector<uint64_t> take() {
    if (bitmap_ != 0) flush();
    return std::move(words_);
  }

 private:
  void flush() {
    words_.push_back(bitmap_ | 1);
    next_ += bits_ * word_;
    bitmap_ = 0;
  }

  uint64_t word_;
  uint64_t bits_;        // that a bitmap has
  uint64_t next_ = 0;    // the first place that the bitmap in hand speaks of; 0: none
  uint64_t bitmap_ = 0;  // shifted by one, as it is written
  std::vector<uint64_t> words_;
};

}  // namespace

std::vector<uint64_t> pack_relatives(Fixups& fixups, const Layout& layout, uint64_t word_size) {
  PackedPlaces packed(word_size);
  const size_t others = fixups.patches.size();
  fixups.patches.reserve(others + fixups.list.size());
  const PlannedLoad* load = nullptr;  // where the last place was: the next is most often there
  auto is_packed = [&](const Fixup& fixup) {
    if (fixup.kind != FixupKind::kRelative || fixup.size != word_size ||
        fixup.place.value % word_size != 0)
      return false;
    if (load == nullptr || !load->holds(fixup.place)) load = layout.load_of(fixup.place);
    if (load == nullptr || (load->flags & PF_W) == 0 ||
        fixup.place - load->vaddr + word_size > load->filesz)
      return false;
    fixups.patches.push_back(
        {fixup.place, static_cast<uint64_t>(fixup.addend), fixup.size, fixup.to_loader});
    return true;
  };
  std::erase_if(fixups.list, is_packed);
  fixups.list.shrink_to_fit();  // a few are left, where there was room for all
  std::vector<uint64_t> places;
  places.reserve(fixups.patches.size() - others);
  for (const Patch& patch : std::span(fixups.patches).subspan(others))
    places.push_back(patch.place.value);
  stable_sort_by(places, std::identity{});
  for (uint64_t place : places) packed.add(place);
  stable_sort_by(fixups.patches, &Patch::place);
  return packed.take();
}

}  // namespace onefold
