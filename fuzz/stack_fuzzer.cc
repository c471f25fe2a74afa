// `stack` on a file of its own. Properties:
// - an edit in place changes the bytes of the fields it sets and no others, keeps the size, and
// reads
//   back as what was set; one that fails changes nothing;
// - a copy made by --add has every byte of the original but those of the header and of an unused
//   program header, and the loader sees the same segments and one PT_GNU_STACK more;
// - a size that is read from text is the same, written as a number.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string>

#include "base/output_hole.h"
#include "base/unique_fd.h"
#include "property.h"
#include "read/module.h"
#include "stack/stack.h"

namespace onefold::fuzz {
namespace {

constexpr uint64_t kMostBytes = uint64_t{16} << 20;

// One file a process, in memory where the machine has such a place.
class File {
 public:
  File() {
    for (const char* dir : {"/dev/shm", "/tmp"}) {
      path_ = std::string(dir) + "/onefold-fuzz-XXXXXX";
      if (UniqueFd(mkstemp(path_.data()))) return;
    }
    require(false);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { unlink(path_.c_str()); }

  const std::string& path() const { return path_; }

  void write(std::span<const std::byte> bytes) const {
    UniqueFd fd(::open(path_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    require(::write(fd.get(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  }
  uint64_t size() const {
    struct stat status{};
    require(stat(path_.c_str(), &status) == 0);
    return static_cast<uint64_t>(status.st_size);
  }
  std::vector<std::byte> read() const {
    UniqueFd fd(::open(path_.c_str(), O_RDONLY | O_CLOEXEC));
    const off_t size = lseek(fd.get(), 0, SEEK_END);
    require(size >= 0);
    std::vector<std::byte> bytes(static_cast<size_t>(size));
    require(pread(fd.get(), bytes.data(), bytes.size(), 0) == size);
    return bytes;
  }

 private:
  std::string path_;
};

struct Range {
  uint64_t begin = 0, size = 0;
  bool has(uint64_t at) const { return at >= begin && at - begin < size; }
};

void require_same_outside(std::span<const std::byte> before, std::span<const std::byte> after,
                          std::span<const Range> changed) {
  require(after.size() >= before.size());
  for (uint64_t at = 0; at < before.size(); ++at) {
    require(before[at] == after[at] ||
            std::ranges::any_of(changed, [&](const Range& range) { return range.has(at); }));
  }
}

// Where the edit's fields lie in the file. PT_GNU_STACK is there: the edit has succeeded.
std::vector<Range> fields_of(const FileView& file, const StackEdit& edit) {
  auto header = read_header(file);
  require(header.has_value());
  auto segments = read_program_headers(file, *header);
  require(segments.has_value());
  auto stack = std::ranges::find(*segments, uint32_t{PT_GNU_STACK}, &Segment::type);
  require(stack != segments->end());
  return with_format(header->format, [&]<typename E>() {
    using Phdr = typename E::Phdr;
    std::vector<Range> ranges;
    const uint64_t at = stack->header_at.value;
    if (edit.memsz) ranges.push_back({at + offsetof(Phdr, p_memsz), sizeof(Phdr::p_memsz)});
    if (edit.executable) ranges.push_back({at + offsetof(Phdr, p_flags), sizeof(Phdr::p_flags)});
    return ranges;
  });
}

void check_edit(const File& file, std::span<const std::byte> input, const StackEdit& edit) {
  file.write(input);
  auto result = edit_stack(file.path(), edit);
  const auto after = file.read();
  require(after.size() == input.size());
  if (!result) {
    require_whole(result.error());
    require(std::ranges::equal(after, input));
    return;
  }
  require_same_outside(input, after, fields_of(FileView("input", input), edit));
  require(!edit.memsz || result->header.memsz == *edit.memsz);
  require(!edit.executable || result->header.executable == *edit.executable);
  auto read = read_stack(file.path());
  require(read && read->memsz == result->header.memsz &&
          read->executable == result->header.executable);
}

// What `module`'s program headers say of the program's own bytes: not the last PT_LOAD of a table
// that has moved, which is the table's own.
std::vector<Segment> told_segments(const Module& module, bool moved) {
  std::vector<Segment> told;
  for (const Segment& segment : module.segments) {
    if (segment.type != PT_NULL && segment.type != PT_GNU_STACK && segment.type != PT_PHDR)
      told.push_back(segment);
  }
  if (!moved) return told;
  auto own = std::find_if(told.rbegin(), told.rend(),
                          [](const Segment& segment) { return segment.type == PT_LOAD; });
  require(own != told.rend() && own->offset == module.header.phoff);
  told.erase(std::next(own).base());
  return told;
}

void check_added(std::span<const std::byte> before, std::span<const std::byte> after) {
  auto old = read_module(FileView("input", before));
  auto module = read_module(FileView("copy", after));
  require(old.has_value() && module.has_value());
  auto is_stack = [](const Segment& segment) { return segment.type == PT_GNU_STACK; };
  require(std::ranges::count_if(module->segments, is_stack) == 1);
  const bool moved = module->header.phoff.value >= before.size();
  const auto had = told_segments(*old, false);
  const auto has = told_segments(*module, moved);
  auto same = [](const Segment& a, const Segment& b) {
    return a.type == b.type && a.flags == b.flags && a.offset.value == b.offset.value &&
           a.vaddr.value == b.vaddr.value && a.filesz == b.filesz && a.memsz == b.memsz &&
           a.align == b.align;
  };
  require(std::ranges::equal(had, has, same));
  std::vector<Range> changed{{0, old->header.format.is_64() ? uint64_t{64} : uint64_t{52}}};
  for (const Segment& segment : old->segments) {
    if (segment.type == PT_NULL)
      changed.push_back({segment.header_at.value, old->header.format.is_64() ? 56U : 32U});
  }
  require_same_outside(before, after, changed);
}

// There is room for a table, but in files that reach over half of what addresses or offsets there
// are, or whose copy would have a hole of more than is allowed.
void check_no_room(const Error& error, std::span<const std::byte> input) {
  if (error.expected != "room for another program header") return;
  auto module = read_module(FileView("input", input));
  require(module.has_value() && !module->loads.empty());
  const uint64_t half = module->format().max_address() / 2;
  const Segment& first = module->loads.front();
  uint64_t page = 0x10000;
  for (const Segment& load : module->loads) page = std::max(page, load.align);
  const uint64_t reach = module->loads.back().end().value - first.vaddr.value + first.offset.value;
  require(reach + page > input.size() + kMostHole || module->loads.back().end().value > half ||
          first.offset.value > half || module->header.phnum + 2 >= PN_XNUM ||
          std::ranges::any_of(module->loads, [&](const Segment& s) { return s.align > half / 2; }));
}

void check_add(const File& file, std::span<const std::byte> input) {
  file.write(input);
  const bool had_one = read_stack(file.path()).has_value();
  auto result = edit_stack(file.path(), {.memsz = 0x800000, .add = true});
  // A program with zeros of gigabytes gets a table behind them, in a file with a hole.
  if (file.size() > kMostBytes) return;
  const auto after = file.read();
  if (!result) {
    require_whole(result.error());
    require(std::ranges::equal(after, input));
    check_no_room(result.error(), input);
    return;
  }
  auto read = read_stack(file.path());
  require(read && read->memsz == 0x800000);
  if (!had_one) check_added(input, after);
}

// A size as people write it, of no more bytes than a name has.
void check_size(std::span<const std::byte> input) {
  const auto bytes = input.first(std::min<size_t>(input.size(), 64));
  const std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const auto size = parse_size(text);
  if (!size) return;
  require(parse_size(std::to_string(*size)) == size);
  require(parse_size("0" + text).has_value() || text.starts_with("0"));
}

void edit_all(std::span<const std::byte> input) {
  static const File file;
  for (const StackEdit& edit :
       {StackEdit{.memsz = 0x800000}, StackEdit{.memsz = UINT64_MAX}, StackEdit{.executable = true},
        StackEdit{.memsz = 0x801000, .executable = true},
        StackEdit{.memsz = 0, .executable = false}}) {
    check_edit(file, input, edit);
  }
  check_add(file, input);
}

}  // namespace
}  // namespace onefold::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace onefold::fuzz;
  edit_all(as_input(data, size));
  check_size(as_input(data, size));
  return 0;
}
