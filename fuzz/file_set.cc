#include "file_set.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace onefold::fuzz {
namespace {

constexpr std::string_view kMagic = "1FLD";
constexpr size_t kMostFiles = 64;

class Cursor {
 public:
  explicit Cursor(std::span<const std::byte> left) : left_(left) {}

  bool at_end() const { return left_.empty(); }
  std::span<const std::byte> take(size_t size) {
    auto taken = left_.first(std::min(size, left_.size()));
    left_ = left_.subspan(taken.size());
    return taken;
  }
  uint32_t number(size_t size) {
    uint32_t value = 0;
    uint32_t shift = 0;
    for (std::byte b : take(size)) {
      value |= std::to_integer<uint32_t>(b) << shift;
      shift += 8;
    }
    return value;
  }
  std::string text(size_t size) {
    auto bytes = take(size);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }

 private:
  std::span<const std::byte> left_;
};

}  // namespace

const SetFile* FileSet::find(std::string_view path) const {
  auto found = std::ranges::find_if(files, [&](const SetFile& file) { return file.path == path; });
  return found == files.end() ? nullptr : &*found;
}

FileSet parse_file_set(std::span<const std::byte> input) {
  FileSet set;
  Cursor cursor(input);
  if (cursor.text(kMagic.size()) != kMagic) {
    set.bare = true;
    set.files.push_back({kProgramPath, false, {input.begin(), input.end()}});
    return set;
  }
  set.options = static_cast<uint8_t>(cursor.number(1));
  const size_t count = std::min<size_t>(cursor.number(1), kMostFiles);
  for (size_t i = 0; i < count && !cursor.at_end(); ++i) {
    SetFile file;
    file.is_link = cursor.number(1) == 1;
    const size_t path_size = cursor.number(1);
    const size_t size = cursor.number(4);
    file.path = cursor.text(path_size);
    auto bytes = cursor.take(size);
    file.bytes.assign(bytes.begin(), bytes.end());
    set.files.push_back(std::move(file));
  }
  return set;
}

std::vector<std::byte> pack_file_set(const FileSet& set) {
  if (set.bare && set.files.size() == 1) return set.files.front().bytes;
  std::vector<std::byte> packed;
  auto number = [&](size_t value, size_t size) {
    for (size_t i = 0; i < size; ++i) packed.push_back(static_cast<std::byte>(value >> 8 * i));
  };
  auto text = [&](std::string_view bytes) {
    for (char c : bytes) packed.push_back(static_cast<std::byte>(c));
  };
  const size_t count = std::min(set.files.size(), kMostFiles);
  text(kMagic);
  number(set.options, 1);
  number(count, 1);
  for (const SetFile& file : std::span(set.files).first(count)) {
    const std::string_view path = std::string_view(file.path).substr(0, 255);
    number(file.is_link ? 1 : 0, 1);
    number(path.size(), 1);
    number(file.bytes.size(), 4);
    text(path);
    packed.insert(packed.end(), file.bytes.begin(), file.bytes.end());
  }
  return packed;
}

}  // namespace onefold::fuzz
