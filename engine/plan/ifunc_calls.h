// Calls of IFUNCs in a fold that is loaded at one address. Each library's own slot for, say, memcpy
// would have to be written at each start; they lead to a thunk of the fold's instead, which goes on
// through the fold's one slot for memcpy. Nothing can tell but a debugger, since the slots of a PLT
// are only called through: the addresses of functions stay what the resolvers return.
#pragma once

#include <optional>
#include <vector>

#include "plan/part.h"
#include "plan/resolved_ifuncs.h"

namespace onefold {

class IfuncCalls {
 public:
  // Of functions that .dynsym of a library names, but for those of which it is known already what
  // their resolvers return.
  static IfuncCalls of(const Parts& parts, const ResolvedIfuncs& resolved = {});

  size_t count() const { return functions_.size(); }
  void place(ImageAddress thunks, uint64_t thunk_size, ImageAddress slots, uint64_t word_size);

  // The thunk for a call from the part `from` of a function whose resolver lies at `resolver`;
  // none: the slot would not be filled before, as ld.so relocates the last part first.
  std::optional<ImageAddress> call(size_t from, uint64_t resolver);

  struct Function {
    uint64_t resolver = 0;
    // Index of the part with whose relocations its slot is filled: the one that has it; behind the
    // last, and so before all, those of the C library.
    size_t part = 0;
    bool called = false;
  };
  const std::vector<Function>& functions() const { return functions_; }
  ImageAddress slot(size_t function) const { return slots_ + function * word_size_; }
  ImageAddress thunk(size_t function) const { return thunks_ + function * thunk_size_; }

 private:
  std::vector<Function> functions_;  // by resolver, each once
  ImageAddress thunks_, slots_;
  uint64_t thunk_size_ = 0, word_size_ = 0;
};

}  // namespace onefold
