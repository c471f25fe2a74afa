// A regular file mapped read-only, which may shrink while it is read.
#pragma once

#include <sys/stat.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "base/error.h"
#include "base/file_view.h"

namespace onefold {

class Threads;

// Where on disk a file lives: equal for two names of one file.
struct FileIdentity {
  uint64_t device = 0;
  uint64_t inode = 0;
  auto operator<=>(const FileIdentity&) const = default;
};

// Owns the mapping; views of it must not outlive it. Moving keeps the views valid.
class MappedFile {
 public:
  // `path` is opened; `name` is what errors and view().name() say. Only regular files are accepted:
  // a FIFO or a device never blocks and is refused.
  static Result<MappedFile> open(const std::string& path, std::string name);
  static Result<MappedFile> open(const std::string& path) { return open(path, path); }
  // The same for a small file whose bytes are wanted: reading 64 KiB at most costs less than
  // mapping them and, with several threads, than unmapping them. A larger file is mapped.
  static Result<MappedFile> read(const std::string& path, std::string name);

  // Bytes that are in memory already, borrowed, as if they were a file.
  static MappedFile over(std::string name, std::span<const std::byte> bytes, FileIdentity identity);

  MappedFile(MappedFile&&) noexcept;
  MappedFile& operator=(MappedFile&&) noexcept;
  ~MappedFile();

  const FileView& view() const;
  FileIdentity identity() const;
  mode_t mode() const;  // st_mode as it was when opened

  // An access past the end of a file that has shrunk since it was mapped reads zeros
  // (install_sigbus_handler) and makes this an error: ask before an answer drawn from the file is
  // given out.
  Result<void> check_intact() const;

 private:
  friend void install_sigbus_handler();
  friend void release_pages(std::span<const MappedFile* const> files, Threads& threads);
  struct Mapping;
  static Result<std::unique_ptr<Mapping>> describe(int fd, std::string name);
  static Result<MappedFile> map(int fd, std::unique_ptr<Mapping> mapping);
  explicit MappedFile(std::unique_ptr<Mapping> mapping);
  std::unique_ptr<Mapping> mapping_;
};

// Maps the pages of a part of a mapping, before they are needed one by one. Around a page that is
// touched Linux maps those of 64 KiB (fault_around_bytes), in less time than MADV_POPULATE_READ.
void map_pages(std::span<const std::byte> bytes);

// Takes pages out of the files' mappings again, side by side, which unmapping one file after the
// other would take longer for. Views stay valid: where somebody looks again there are pages again.
void release_pages(std::span<const MappedFile* const> files, Threads& threads);

// Makes SIGBUS inside a mapped input read zeros instead of ending the process; any other SIGBUS
// ends it as before. Called once by a program's main.
void install_sigbus_handler();

}  // namespace onefold
