#include "read/appended.h"

#include <algorithm>

#include "base/checked.h"
#include "read/sections.h"

namespace onefold {
namespace {

// The end of the ELF file in a file of `size` bytes.
class End {
 public:
  explicit End(uint64_t size) : size_(size) {}

  // What does not lie in the file says nothing.
  void reach(FileOffset at, uint64_t size) {
    if (range_within(at.value, size, size_)) end_ = std::max(end_, at.value + size);
  }
  uint64_t get() const { return end_; }

 private:
  uint64_t size_;
  uint64_t end_ = 0;
};

}  // namespace

Appended appended_data(const Module& module) {
  const Header& header = module.header;
  End end(module.file.size());
  end.reach(FileOffset(0), header.ehsize);
  end.reach(header.phoff, uint64_t{header.phnum} * header.phentsize);
  end.reach(header.shoff, header.shnum * header.shentsize);
  if (end.get() == module.file.size()) return {};  // as most files end
  for (const Segment& segment : module.segments) end.reach(segment.offset, segment.filesz);
  for (const Section& section : read_sections(module)) {
    if (section.type != SHT_NOBITS && section.type != SHT_NULL)
      end.reach(section.offset, section.size);
  }
  const auto rest = module.file.all().subspan(as_size(end.get()));
  const bool zeros = std::ranges::all_of(rest, [](std::byte byte) { return byte == std::byte{0}; });
  if (zeros) return {};
  return {FileOffset(end.get()), rest};
}

}  // namespace onefold
