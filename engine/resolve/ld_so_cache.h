// /etc/ld.so.cache as glibc's loader reads it: the format of libc5 and glibc 2.0 ("ld.so-1.7.0"),
// the one since 2.2 ("glibc-ld.so.cache1.1"), and the second inside the first.
//
// Layout: glibc sysdeps/generic/dl-cache.h; lookup: elf/dl-cache.c; writer: elf/cache.c.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_view.h"
#include "machine/machine.h"

namespace onefold {

// Borrows the file's bytes and the machine.
class LdSoCache {
 public:
  // nullopt for a file that ld.so would ignore without a word: another magic or byte order, or a
  // table that does not fit. `hwcaps`: names of glibc-hwcaps subdirectories to use, the preferred
  // one first.
  static std::optional<LdSoCache> parse(const FileView& file, const Machine& machine, Format format,
                                        const std::vector<std::string>& hwcaps);

  // The path of library `name` for the machine; nullopt if there is none. O(log n) comparisons, by
  // the order that the table was sorted in, and one with each entry that compares equal, once for
  // all names that do; a string out of bounds ends the search as in ld.so. One longer than
  // PATH_MAX, which names no file, counts as out of bounds.
  std::optional<std::string_view> find(std::string_view name);

 private:
  struct Entry {
    uint32_t flags = 0;
    uint32_t key = 0;
    uint32_t value = 0;
    uint64_t hwcap = 0;
  };
  LdSoCache(const FileView& file, const Machine& machine, std::endian order)
      : file_(file), machine_(&machine), order_(order) {}

  Entry entry(uint32_t index) const;
  uint32_t word(uint64_t offset) const;
  std::optional<std::string_view> string(uint64_t index) const;
  std::optional<int> compare(std::string_view name, uint32_t index) const;
  std::optional<std::string_view> search(std::string_view name) const;
  uint32_t first_of_name(std::string_view name, uint32_t index) const;
  void read_extensions(uint64_t header_at, const std::vector<std::string>& hwcaps);
  // 0: not to be used; else lower is better.
  uint32_t hwcap_priority(uint64_t hwcap) const;

  FileView file_;
  const Machine* machine_;
  std::endian order_;
  uint64_t entries_at_ = 0;
  uint64_t entry_size_ = 0;
  uint32_t count_ = 0;
  uint64_t strings_at_ = 0;
  std::vector<uint32_t> hwcap_priorities_;  // by index in the cache's glibc-hwcaps section
  std::map<std::string, std::optional<std::string_view>> found_;  // by canonical name
};

// ld.so's order of names in the cache (_dl_cache_libcmp): runs of digits compare as numbers.
int compare_cache_names(std::string_view a, std::string_view b);

// The same for all names that compare equal, and one of them.
std::string canonical_cache_name(std::string_view name);

}  // namespace onefold
