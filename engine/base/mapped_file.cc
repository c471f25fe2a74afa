#include "base/mapped_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <mutex>
#include <utility>
#include <vector>

#include "base/spin_lock.h"
#include "base/threads.h"
#include "base/unique_fd.h"

namespace onefold {

struct MappedFile::Mapping {
  std::string name;
  FileView view;
  FileIdentity identity;
  mode_t mode = 0;
  void* address = nullptr;
  std::unique_ptr<std::byte[]> copy;  // in place of an address
  size_t size = 0;
  std::atomic<bool> shrunk = false;
  // Links of the list that the signal handler walks, forwards.
  Mapping* next = nullptr;
  Mapping* previous = nullptr;

  static Mapping* first;
  static SpinLock lock;  // of the list; nobody reads a mapped file while holding it

  void enlist() {
    std::lock_guard guard(lock);
    next = first;
    if (next != nullptr) next->previous = this;
    first = this;
  }
  void delist() {
    std::lock_guard guard(lock);
    if (first == this) first = next;
    if (previous != nullptr) previous->next = next;
    if (next != nullptr) next->previous = previous;
  }
  bool contains(uintptr_t at) const {
    auto start = reinterpret_cast<uintptr_t>(address);
    return at >= start && at - start < size;
  }
  static void on_sigbus(int signal, siginfo_t* info, void* context);
};

MappedFile::Mapping* MappedFile::Mapping::first = nullptr;
SpinLock MappedFile::Mapping::lock;

// mmap is not on POSIX's list of async-signal-safe functions, but on Linux it is one system call;
// the fault is synchronous, inside an ordinary read of the mapping.
void MappedFile::Mapping::on_sigbus(int signal, siginfo_t* info, void*) {
  auto at = reinterpret_cast<uintptr_t>(info->si_addr);
  std::lock_guard guard(lock);
  for (Mapping* m = first; m != nullptr; m = m->next) {
    if (!m->contains(at)) continue;
    auto page_size = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
    void* page = reinterpret_cast<void*>(at & ~(page_size - 1));
    if (mmap(page, page_size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == page) {
      m->shrunk.store(true);
      return;
    }
  }
  std::signal(signal, SIG_DFL);  // not ours: the access faults again and ends the process
}

void install_sigbus_handler() {
  struct sigaction action{};
  action.sa_sigaction = &MappedFile::Mapping::on_sigbus;
  action.sa_flags = SA_SIGINFO;
  sigaction(SIGBUS, &action, nullptr);
}

namespace {

tl::unexpected<Error> system_error(const std::string& name, std::string_view call,
                                   std::string expected, int error) {
  return fail(
      Error{name, std::string(call), std::nullopt, std::move(expected), std::strerror(error)});
}

UniqueFd open_to_read(const std::string& path) {
  return UniqueFd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
}

std::string_view kind_of(mode_t mode) {
  if (S_ISDIR(mode)) return "a directory";
  if (S_ISFIFO(mode)) return "a FIFO";
  if (S_ISCHR(mode) || S_ISBLK(mode)) return "a device";
  if (S_ISSOCK(mode)) return "a socket";
  return "another kind of file";
}

}  // namespace

Result<MappedFile> MappedFile::open(const std::string& path, std::string name) {
  UniqueFd fd = open_to_read(path);
  if (!fd) return system_error(name, "open", "a readable file", errno);
  ONEFOLD_TRY(auto mapping, describe(fd.get(), std::move(name)));
  return map(fd.get(), std::move(mapping));
}

Result<MappedFile> MappedFile::read(const std::string& path, std::string name) {
  constexpr size_t kMostRead = size_t{64} << 10;
  UniqueFd fd = open_to_read(path);
  if (!fd) return system_error(name, "open", "a readable file", errno);
  ONEFOLD_TRY(auto mapping, describe(fd.get(), std::move(name)));
  if (mapping->size > kMostRead) return map(fd.get(), std::move(mapping));
  mapping->copy = std::make_unique<std::byte[]>(mapping->size);
  for (size_t done = 0; done < mapping->size;) {
    const ssize_t got = ::read(fd.get(), &mapping->copy[done], mapping->size - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error(mapping->name, "read", "to read the file", errno);
    if (got == 0) {
      mapping->shrunk = true;
      break;
    }
    done += static_cast<size_t>(got);
  }
  mapping->view = FileView(mapping->name, {mapping->copy.get(), mapping->size});
  return MappedFile(std::move(mapping));
}

Result<std::unique_ptr<MappedFile::Mapping>> MappedFile::describe(int fd, std::string name) {
  struct stat status{};
  if (fstat(fd, &status) != 0) return system_error(name, "fstat", "the file's status", errno);
  if (!S_ISREG(status.st_mode)) {
    return fail(Error{name, "st_mode", std::nullopt, "a regular file",
                      std::string(kind_of(status.st_mode))});
  }

  auto mapping = std::make_unique<Mapping>();
  mapping->name = std::move(name);
  mapping->identity = {status.st_dev, status.st_ino};
  mapping->mode = status.st_mode;
  if (std::cmp_greater(status.st_size, SIZE_MAX / 2)) {
    return fail(Error{mapping->name, "st_size", std::nullopt, "a file that fits the address space",
                      fmt::format("{} bytes", status.st_size)});
  }
  mapping->size = static_cast<size_t>(status.st_size);
  return mapping;
}

Result<MappedFile> MappedFile::map(int fd, std::unique_ptr<Mapping> mapping) {
  if (mapping->size != 0) {
    void* address = mmap(nullptr, mapping->size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (address == MAP_FAILED) return system_error(mapping->name, "mmap", "to map the file", errno);
    mapping->address = address;
  }
  mapping->view =
      FileView(mapping->name, {static_cast<const std::byte*>(mapping->address), mapping->size});
  mapping->enlist();
  return MappedFile(std::move(mapping));
}

MappedFile MappedFile::over(std::string name, std::span<const std::byte> bytes,
                            FileIdentity identity) {
  auto mapping = std::make_unique<Mapping>();
  mapping->name = std::move(name);
  mapping->identity = identity;
  mapping->mode = S_IFREG | 0644;
  mapping->size = bytes.size();
  mapping->view = FileView(mapping->name, bytes);
  return MappedFile(std::move(mapping));
}

void map_pages(std::span<const std::byte> bytes) {
  constexpr size_t kAround = size_t{64} << 10;
  for (size_t at = 0; at < bytes.size(); at += kAround)
    *static_cast<const volatile std::byte*>(&bytes[at]);
}

// munmap would not do: one call waits for the other to be done (mmap_lock). madvise goes by the
// pages' own locks.
void release_pages(std::span<const MappedFile* const> files, Threads& threads) {
  constexpr size_t kPiece = size_t{4} << 20, kMostPieces = 256;  // a sparse file has any size
  std::vector<std::span<std::byte>> pieces;
  for (const MappedFile* file : files) {
    if (file->mapping_->address == nullptr) continue;  // no mapping
    std::span<std::byte> rest(static_cast<std::byte*>(file->mapping_->address),
                              file->mapping_->size);
    const size_t piece = (rest.size() / kPiece / kMostPieces + 1) * kPiece;
    while (!rest.empty()) {
      pieces.push_back(rest.first(std::min(piece, rest.size())));
      rest = rest.subspan(pieces.back().size());
    }
  }
  threads.for_each_index(
      pieces.size(), [&](size_t i) { madvise(pieces[i].data(), pieces[i].size(), MADV_DONTNEED); });
}

MappedFile::MappedFile(std::unique_ptr<Mapping> mapping) : mapping_(std::move(mapping)) {}
MappedFile::MappedFile(MappedFile&&) noexcept = default;

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  MappedFile old(std::move(*this));
  mapping_ = std::move(other.mapping_);
  return *this;
}

MappedFile::~MappedFile() {
  if (mapping_ == nullptr) return;
  mapping_->delist();
  if (mapping_->address != nullptr) munmap(mapping_->address, mapping_->size);
}

const FileView& MappedFile::view() const { return mapping_->view; }
FileIdentity MappedFile::identity() const { return mapping_->identity; }
mode_t MappedFile::mode() const { return mapping_->mode; }

Result<void> MappedFile::check_intact() const {
  if (!mapping_->shrunk.load()) return {};
  return fail(Error{mapping_->name, "st_size", std::nullopt,
                    fmt::format("{} bytes as when it was opened", mapping_->size),
                    "a file that was cut short while it was read"});
}

}  // namespace onefold
