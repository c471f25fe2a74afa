#include "stack/stack.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <utility>

#include "base/checked.h"
#include "base/mapped_file.h"
#include "base/unique_fd.h"
#include "read/segments.h"
#include "stack/add_header.h"

namespace onefold {
namespace {

// musl, src/internal/pthread_impl.h: DEFAULT_STACK_SIZE and DEFAULT_STACK_MAX; ldso/dynlink.c takes
// the largest PT_GNU_STACK p_memsz up to that maximum since musl 1.1.21.
constexpr uint64_t kMuslDefault = 128 * 1024;
constexpr uint64_t kMuslMost = 8 * 1024 * 1024;

struct Located {
  Header header;
  std::optional<Segment> stack;
};

Result<Located> locate(const FileView& file) {
  Located located;
  ONEFOLD_TRY(located.header, read_header(file));
  ONEFOLD_TRY(auto segments, read_program_headers(file, located.header));
  for (const Segment& segment : segments) {
    if (segment.type != PT_GNU_STACK) continue;
    if (located.stack) {
      return fail(
          file.error("PT_GNU_STACK", segment.header_at, "one such program header", "a second one"));
    }
    located.stack = segment;
  }
  return located;
}

tl::unexpected<Error> missing(const FileView& file) {
  return fail(file.error("PT_GNU_STACK", "a program header of this type",
                         "none (--add writes a copy that has one)"));
}

StackHeader header_of(const Segment& segment) {
  return {segment.memsz, (segment.flags & PF_X) != 0};
}

Result<void> check_width(const FileView& file, Format format, const StackEdit& edit) {
  if (!edit.memsz || *edit.memsz <= format.max_address()) return {};
  return fail(file.error("PT_GNU_STACK p_memsz", "a size that fits the file's 32 bits",
                         fmt::format("{:#x}", *edit.memsz)));
}

// A header that is written there would be another ELF header.
Result<void> check_table(const FileView& file, const Header& header) {
  return with_format(header.format, [&]<typename E>() -> Result<void> {
    using Ehdr = typename E::Ehdr;
    if (header.phnum == 0 || header.phoff.value >= sizeof(Ehdr)) return {};
    return fail(file.error("e_phoff", FileOffset(offsetof(Ehdr, e_phoff)),
                           fmt::format("a table behind the ELF header's {} bytes", sizeof(Ehdr)),
                           fmt::format("{:#x}", header.phoff.value)));
  });
}

// The program header's bytes with the edit applied, and where they lie.
template <typename E>
Result<void> write_header(int fd, const FileView& file, const Segment& stack,
                          const StackEdit& edit) {
  using Phdr = typename E::Phdr;
  ONEFOLD_TRY(auto raw, file.record<Phdr>(stack.header_at, "PT_GNU_STACK"));
  if (edit.memsz) raw.p_memsz = static_cast<typename E::Native>(*edit.memsz);
  if (edit.executable) {
    raw.p_flags = *edit.executable ? raw.p_flags | PF_X : raw.p_flags & ~uint32_t{PF_X};
  }
  // One write from the first to the last byte that the edit may change.
  constexpr size_t kFlags = offsetof(Phdr, p_flags), kMemsz = offsetof(Phdr, p_memsz);
  const size_t first = !edit.memsz ? kFlags : (edit.executable ? std::min(kFlags, kMemsz) : kMemsz);
  const size_t flags_end = edit.executable ? kFlags + sizeof(raw.p_flags) : 0;
  const size_t memsz_end = edit.memsz ? kMemsz + sizeof(raw.p_memsz) : 0;
  const size_t last = std::max(flags_end, memsz_end);
  const auto* bytes = reinterpret_cast<const std::byte*>(&raw);
  ssize_t written =
      pwrite(fd, bytes + first, last - first, static_cast<off_t>(stack.header_at.value + first));
  if (written == static_cast<ssize_t>(last - first)) return {};
  return fail(file.error("write", FileOffset(stack.header_at.value), "to write the program header",
                         written < 0 ? std::strerror(errno) : "a short write"));
}

// The kernel drops these when a file is written to (notify_change, security.capability).
struct Privileges {
  mode_t mode = 0;
  bool capability = false;

  static Privileges of(int fd) {
    struct stat status{};
    Privileges found;
    if (fstat(fd, &status) == 0) found.mode = status.st_mode;
    found.capability = fgetxattr(fd, "security.capability", nullptr, 0) >= 0;
    return found;
  }
  void warn_of_losses(const Privileges& after, std::vector<std::string>& warnings) const {
    if ((mode & S_ISUID & ~after.mode) != 0)
      warnings.emplace_back("the setuid bit was lost by writing");
    if ((mode & S_ISGID & ~after.mode) != 0)
      warnings.emplace_back("the setgid bit was lost by writing");
    if (capability && !after.capability) {
      warnings.emplace_back("the file capabilities were lost by writing; setcap gives them back");
    }
  }
};

void warn_about_musl(const StackEdit& edit, std::vector<std::string>& warnings) {
  if (!edit.memsz || *edit.memsz == 0) return;
  if (*edit.memsz > kMuslMost) {
    warnings.push_back(
        fmt::format("musl (1.1.21 and later) uses at most {:#x} bytes (8 MiB) of it", kMuslMost));
  } else if (*edit.memsz < kMuslDefault) {
    warnings.push_back(fmt::format(
        "musl keeps its default of {:#x} bytes (128 KiB): it only enlarges", kMuslDefault));
  }
}

Result<StackResult> edit_in_place(const std::string& path, const FileView& file,
                                  FileIdentity identity, const Located& located,
                                  const StackEdit& edit) {
  UniqueFd fd(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!fd) return fail(file.error("open", "a writable file", std::strerror(errno)));
  struct stat status{};
  if (fstat(fd.get(), &status) != 0 || FileIdentity{status.st_dev, status.st_ino} != identity) {
    return fail(file.error("open", "the file that was read", "another one in its place"));
  }
  StackResult result;
  Privileges before = Privileges::of(fd.get());
  ONEFOLD_CHECK(with_format(located.header.format, [&]<typename E>() {
    return write_header<E>(fd.get(), file, *located.stack, edit);
  }));
  before.warn_of_losses(Privileges::of(fd.get()), result.warnings);
  result.header = {edit.memsz.value_or(located.stack->memsz),
                   edit.executable.value_or((located.stack->flags & PF_X) != 0)};
  return result;
}

}  // namespace

Result<StackHeader> read_stack(const std::string& path) {
  ONEFOLD_TRY(auto mapped, MappedFile::open(path));
  ONEFOLD_TRY(auto located, locate(mapped.view()));
  ONEFOLD_CHECK(mapped.check_intact());
  if (!located.stack) return missing(mapped.view());
  return header_of(*located.stack);
}

Result<StackResult> edit_stack(const std::string& path, const StackEdit& edit) {
  ONEFOLD_TRY(auto mapped, MappedFile::open(path));
  const FileView& file = mapped.view();
  ONEFOLD_TRY(auto located, locate(file));
  ONEFOLD_CHECK(mapped.check_intact());
  ONEFOLD_CHECK(check_width(file, located.header.format, edit));
  if (!located.stack && !edit.add) return missing(file);
  // --add alone asks for a header, and there is one.
  if (located.stack && !edit.memsz && !edit.executable) {
    return StackResult{header_of(*located.stack), {}};
  }
  ONEFOLD_CHECK(check_table(file, located.header));
  auto result = located.stack ? edit_in_place(path, file, mapped.identity(), located, edit)
                              : add_stack_header(path, mapped, edit);
  if (result) warn_about_musl(edit, result->warnings);
  return result;
}

std::optional<uint64_t> parse_size(std::string_view text) {
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    base = 16;
    text.remove_prefix(2);
  }
  uint64_t shift = 0;
  if (base == 10) {
    for (auto [suffix, bits] :
         {std::pair{"KiB", 10}, {"MiB", 20}, {"GiB", 30}, {"K", 10}, {"M", 20}, {"G", 30}}) {
      if (!text.ends_with(suffix)) continue;
      text.remove_suffix(std::string_view(suffix).size());
      shift = static_cast<uint64_t>(bits);
      break;
    }
  }
  if (text.empty()) return std::nullopt;
  uint64_t value = 0;
  auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (status != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return checked_mul(value, uint64_t{1} << shift);
}

}  // namespace onefold
