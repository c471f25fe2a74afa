// A file set folded in memory, as `onefold fold` would.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <span>

#include "file_set.h"
#include "fold.h"
#include "resolve/closure.h"

namespace onefold::fuzz {

// Zero before they are written, so that memory for what stays zero is not written at all.
class OutputBytes {
 public:
  OutputBytes() = default;
  explicit OutputBytes(size_t size);

  std::byte* data() const { return memory_.get(); }
  size_t size() const { return size_; }
  std::span<std::byte> all() const { return {data(), size_}; }

 private:
  struct Free {
    void operator()(void* memory) const { std::free(memory); }
  };
  std::unique_ptr<std::byte[], Free> memory_;
  size_t size_ = 0;
};

struct Folded {
  Closure closure;
  FoldReport report;
  bool fixed_address = false;          // as was asked for, and
  std::optional<uint64_t> stack_size;  // this
  OutputBytes bytes;
};

// Options, bits 0 and 1: 0 keeps libc, 1 keeps it and libb.so, 2 folds liba.so alone, 3 folds
// everything. Bit 2: at a fixed address; bit 3: with a stack size; bit 4: with /lib/libwith.so.
// Bits 5 and 6, where everything is folded and the machine has levels: for any processor, or one of
// its first, second or third level; where libb.so is kept: 1 that it is liba.so, 2 libd.so instead.
Result<Folded> fold_set(const FileSet& set);

}  // namespace onefold::fuzz
