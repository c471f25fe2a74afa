// Functions that choose an implementation by the processor (IFUNC), in a fold for processors of one
// level: where the fold has an address instead of a relocation, it is one that the function may
// return on some processor that has that level and nothing else. All places have the same one.
#pragma once

#include <map>
#include <memory>
#include <optional>

#include "verify/context.h"

namespace onefold::verify {

class Choices {
 public:
  // Empty where the fold is for no level that verify knows.
  explicit Choices(const Context& context);

  // Is `function`, a Value::kResolved of the original, the one at that address of the fold?
  bool is_chosen(const Value& function, uint64_t address);
  // A place of the fold leaves the choice to the loader: so must all.
  bool is_left(const Value& function);

 private:
  struct Choice {
    std::vector<uint64_t> possible;  // addresses in the fold
    std::optional<uint64_t> chosen;
    bool left = false;
  };
  Choice& choice_of(const Value& function);
  const std::map<uint64_t, uint64_t>& words_of(uint32_t object);

  const Context& context_;
  const Level* level_ = nullptr;
  unsigned release_ = 0;
  std::optional<uint64_t> knowledge_;                        // of the loader, in its file
  std::map<std::pair<uint32_t, uint64_t>, Choice> choices_;  // by object and address
  std::map<uint32_t, std::map<uint64_t, uint64_t>> words_;   // by object and place
};

// Is the level that the note claims the one that the fold asks for before it starts?
void compare_level(const Context& context, Report& report);

}  // namespace onefold::verify
