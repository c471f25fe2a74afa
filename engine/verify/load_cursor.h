// Module::load_at and bytes_at for many places, of which one is most often near the one before.
#pragma once

#include <algorithm>
#include <span>

#include "base/checked.h"
#include "read/module.h"

namespace onefold::verify {

// Borrows the module.
class LoadCursor {
 public:
  explicit LoadCursor(const Module& module) : loads_(module.loads) {}

  // The PT_LOAD whose memory holds [place, place + size), or null.
  const Segment* at(ModuleAddress place, uint64_t size) {
    if (!begins_behind(behind_, place) || (behind_ != 0 && begins_behind(behind_ - 1, place))) {
      const auto behind = std::ranges::upper_bound(loads_, place, {}, &Segment::vaddr);
      behind_ = static_cast<size_t>(behind - loads_.begin());
    }
    if (behind_ == 0) return nullptr;
    const Segment& load = loads_[behind_ - 1];
    return load.holds(place, size) ? &load : nullptr;
  }

 private:
  bool begins_behind(size_t i, ModuleAddress place) const {
    return i == loads_.size() || place < loads_[i].vaddr;
  }

  std::span<const Segment> loads_;
  size_t behind_ = 0;  // the first that begins behind the last place
};

// Borrows the module.
class BytesCursor {
 public:
  explicit BytesCursor(const Module& module) : module_(module), loads_(module) {}

  // The `size` file-backed bytes at the place; empty where there are not as many.
  std::span<const std::byte> at(ModuleAddress place, uint64_t size) {
    const Segment* load = loads_.at(place, 0);
    if (load == nullptr) return {};
    if (load != load_) {
      load_ = load;
      const auto bytes = module_.bytes_from(load->vaddr, "PT_LOAD");
      bytes_ = bytes ? *bytes : std::span<const std::byte>();
    }
    const uint64_t skip = place - load->vaddr;
    if (skip > bytes_.size() || size > bytes_.size() - skip) return {};
    return bytes_.subspan(as_size(skip), as_size(size));
  }

 private:
  const Module& module_;
  LoadCursor loads_;
  const Segment* load_ = nullptr;
  std::span<const std::byte> bytes_;  // of that
};

}  // namespace onefold::verify
