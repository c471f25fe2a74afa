#include "plan/own_words.h"

#include <string_view>
#include <vector>

#include "base/sort.h"
#include "machine/start_stub.h"

namespace onefold {
namespace {

struct OwnWord {
  ImageAddress at;
  ImageAddress value;
};

std::vector<OwnWord> array_words(const Plan& plan) {
  std::vector<OwnWord> words{
      {plan.own[Own::kFiniArray].address, plan.start_code() + plan.machine->start_stub->fini}};
  for (size_t i = 0; i < plan.init_array.size(); ++i) {
    words.push_back(
        {plan.own[Own::kInitArray].address + i * plan.format().word_size(), plan.init_array[i]});
  }
  return words;
}

// Nodes of glibc's struct libname_list, one behind the other: name, next, dont_free (an int).
// Then the names.
void add_alias_words(const Plan& plan, std::vector<OwnWord>& words) {
  const uint64_t word = plan.format().word_size();
  ImageAddress node = plan.own[Own::kAliases].address;
  ImageAddress text = node + plan.aliases.size() * plan.alias_node_size();
  for (std::string_view name : plan.aliases) {
    words.push_back({node, text});
    const ImageAddress next = node + plan.alias_node_size();
    if (name.data() != plan.aliases.back().data()) words.push_back({node + word, next});
    node = next;
    text = text + name.size() + 1;
  }
}

}  // namespace

void add_own_words(Plan& plan) {
  std::vector<OwnWord> words = array_words(plan);
  add_alias_words(plan, words);
  const auto size = static_cast<uint8_t>(plan.format().word_size());
  if (plan.fixed_address) {
    for (const OwnWord& word : words)
      plan.fixups.patches.push_back({word.at, word.value.value, size});
    stable_sort_by(plan.fixups.patches, &Patch::place);
    return;
  }
  std::vector<Fixup> fixups;
  fixups.reserve(words.size());
  for (const OwnWord& word : words) {
    fixups.push_back({.place = word.at,
                      .addend = static_cast<int64_t>(word.value.value),
                      .type = plan.machine->relative().type,
                      .kind = FixupKind::kRelative,
                      .size = size});
  }
  plan.fixups.list.insert(plan.fixups.list.begin(), fixups.begin(), fixups.end());
}

}  // namespace onefold
