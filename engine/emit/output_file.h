// An output that appears only when it is complete.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "base/error.h"
#include "base/unique_fd.h"

namespace onefold {

// So many at a time are removed when a signal comes.
inline constexpr size_t kMostOutputs = 64;

// A temporary file beside `path`, removed again unless commit() renames it into place. It is
// removed as well when a signal ends the program (install_output_cleanup).
class OutputFile {
 public:
  // Errors: the directory cannot be written to, or `path` is a directory, a device or the like.
  static Result<OutputFile> create(const std::string& path);

  OutputFile(OutputFile&&) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();

  // Makes room for so many bytes at once, where the file system can: a third of what writing costs
  // is to find room page by page (ext4, Linux 6.18). If there is none, write() tells.
  void reserve(uint64_t offset, uint64_t size);
  Result<void> write(uint64_t offset, std::span<const std::byte> bytes);
  Result<void> resize(uint64_t size);

  // Sets the permission bits of `mode`, closes and renames. Errors leave `path` as it was.
  Result<void> commit(mode_t mode);

  // Where the bytes are until then, for a check of what was written.
  const std::string& temporary_path() const { return temporary_; }

 private:
  OutputFile();
  tl::unexpected<Error> failed(std::string_view call) const;

  std::string path_;
  std::string temporary_;
  UniqueFd fd_;
  std::unique_ptr<struct CleanupEntry> cleanup_;
};

// Makes kEndingSignals (base/blocked_signals.h) remove unfinished outputs before they end the
// process, and a limit of a file's size (SIGXFSZ) an error of what writes beyond it. Called
// once by main.
void install_output_cleanup();

}  // namespace onefold
