#include "emit/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <utility>

#include "base/blocked_signals.h"
#include "base/spin_lock.h"

namespace onefold {

// A slot of the table that the signal handler walks: plain characters, since it may run at any
// moment.
struct CleanupEntry {
  static constexpr size_t kSlots = kMostOutputs;
  static constexpr size_t kPathBytes = 4096;
  struct Slot {
    std::atomic<bool> taken = false;
    std::atomic<bool> live = false;
    char path[kPathBytes];
  };
  static Slot slots[kSlots];
  static SpinLock making;  // between a file's creation and its entry in the table

  explicit CleanupEntry(const std::string& path) {
    if (path.size() >= kPathBytes)
      return;  // longer than PATH_MAX: the file could not be made either
    for (Slot& candidate : slots) {
      bool expected = false;
      if (!candidate.taken.compare_exchange_strong(expected, true)) continue;
      slot = &candidate;
      std::memcpy(slot->path, path.c_str(), path.size() + 1);
      slot->live.store(true);
      return;
    }
  }
  CleanupEntry(const CleanupEntry&) = delete;
  CleanupEntry& operator=(const CleanupEntry&) = delete;
  ~CleanupEntry() {
    if (slot == nullptr) return;
    slot->live.store(false);
    slot->taken.store(false);
  }

  // Nothing is made any more from then on.
  static void on_signal(int signal) {
    making.lock();
    for (Slot& candidate : slots) {
      if (candidate.live.load()) unlink(candidate.path);
    }
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }

  Slot* slot = nullptr;
};

CleanupEntry::Slot CleanupEntry::slots[kSlots];
SpinLock CleanupEntry::making;

void install_output_cleanup() {
  std::signal(SIGXFSZ, SIG_IGN);
  for (int signal : kEndingSignals) {
    struct sigaction action{};
    sigaction(signal, nullptr, &action);
    if (action.sa_handler == SIG_IGN) continue;  // nohup keeps what it asked for
    action = {};
    action.sa_handler = &CleanupEntry::on_signal;
    sigaction(signal, &action, nullptr);
  }
}

Result<OutputFile> OutputFile::create(const std::string& path) {
  OutputFile output;
  output.path_ = path;
  struct stat status{};
  // Renaming over /dev/null would replace the device, for everyone.
  if (stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    return fail(
        Error{path, "output", std::nullopt, "a regular file's name, or a new one",
              S_ISDIR(status.st_mode) ? "a directory" : "a device or another special file"});
  }
  size_t slash = path.rfind('/');
  std::string directory = slash == std::string::npos ? "" : path.substr(0, slash + 1);
  output.temporary_ = directory + ".onefold-XXXXXX";
  BlockedSignals uninterrupted;
  std::lock_guard making(CleanupEntry::making);
  output.fd_ = UniqueFd(mkostemp(output.temporary_.data(), O_CLOEXEC));
  if (!output.fd_) {
    output.temporary_.clear();
    return output.failed("create");
  }
  output.cleanup_ = std::make_unique<CleanupEntry>(output.temporary_);
  return output;
}

OutputFile::OutputFile() = default;
OutputFile::OutputFile(OutputFile&&) noexcept = default;

OutputFile::~OutputFile() {
  if (cleanup_ != nullptr) unlink(temporary_.c_str());
}

void OutputFile::reserve(uint64_t offset, uint64_t size) {
  if (size != 0) fallocate(fd_.get(), 0, static_cast<off_t>(offset), static_cast<off_t>(size));
}

Result<void> OutputFile::write(uint64_t offset, std::span<const std::byte> bytes) {
  // Seen on ext4, Linux 6.18: one call for 16 MiB of a mapping takes twice the time of 16 calls.
  constexpr size_t kMostAtOnce = size_t{1} << 20;
  while (!bytes.empty()) {
    const size_t room = kMostAtOnce - static_cast<size_t>(offset % kMostAtOnce);
    const auto part = bytes.first(std::min(bytes.size(), room));
    ssize_t written = pwrite(fd_.get(), part.data(), part.size(), static_cast<off_t>(offset));
    if (written < 0) {
      if (errno == EINTR) continue;
      return failed("write");
    }
    offset += static_cast<uint64_t>(written);
    bytes = bytes.subspan(static_cast<size_t>(written));
  }
  return {};
}

Result<void> OutputFile::resize(uint64_t size) {
  if (ftruncate(fd_.get(), static_cast<off_t>(size)) != 0) return failed("ftruncate");
  return {};
}

Result<void> OutputFile::commit(mode_t mode) {
  if (fchmod(fd_.get(), mode & 07777) != 0) return failed("fchmod");
  if (close(fd_.release()) != 0) return failed("close");
  if (std::rename(temporary_.c_str(), path_.c_str()) != 0) return failed("rename");
  cleanup_.reset();
  return {};
}

tl::unexpected<Error> OutputFile::failed(std::string_view call) const {
  int error = errno;
  return fail(
      Error{path_, std::string(call), std::nullopt, "to write the output", std::strerror(error)});
}

}  // namespace onefold
