#include "verify/choices.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace onefold::verify {
namespace {

const Level* claimed_level(const Context& context) {
  const LevelListing* listing = context.psabi().levels;
  if (listing == nullptr || context.loader() == nullptr) return nullptr;
  const auto level = std::ranges::find(listing->levels, context.claim().cpu, &Level::name);
  return level == listing->levels.end() ? nullptr : &*level;
}

// N of glibc 2.N, by the newest version that the C library and its loader define.
unsigned glibc_release(const Context& context) {
  constexpr std::string_view kPrefix = "GLIBC_2.";
  unsigned newest = 0;
  for (uint32_t i = 0; i < context.before().size(); ++i) {
    const Object& object = context.before().object(i);
    if (object.soname != "libc.so.6" && i != context.loader()->original) continue;
    for (const VersionDefinition& version : object.version_tables.defined) {
      if (!version.name.starts_with(kPrefix)) continue;
      unsigned number = 0;
      const auto text = version.name.substr(kPrefix.size());
      if (std::from_chars(text.data(), text.data() + text.size(), number).ec == std::errc())
        newest = std::max(newest, number);
    }
  }
  return newest;
}

bool is_code(const Module& module, uint64_t address) {
  const Segment* load = module.load_at(ModuleAddress(address));
  return load != nullptr && (load->flags & (PF_X | PF_W)) == PF_X;
}

std::span<const std::byte> code_of(const Module& module, uint64_t address) {
  if (!is_code(module, address)) return {};
  auto bytes = module.bytes_from(ModuleAddress(address), "code");
  return bytes ? *bytes : std::span<const std::byte>{};
}

}  // namespace

Choices::Choices(const Context& context) : context_(context), level_(claimed_level(context)) {
  if (level_ == nullptr) return;
  release_ = glibc_release(context);
  const LevelListing& listing = *context.psabi().levels;
  const Object& loader = context.object(*context.loader());
  std::vector<uint64_t> functions;
  for (const Symbol& symbol : loader.symbols) {
    if (symbol.name == listing.knowledge_function && symbol.is_defined())
      functions.push_back(symbol.value.value);
  }
  if (functions.size() != 1) return;  // which one its own code calls is not known
  knowledge_ = listing.knowledge(code_of(*loader.module, functions.front()), functions.front());
}

// Words that lead to a variable of the loader's: by place, the distance from what it knows.
const std::map<uint64_t, uint64_t>& Choices::words_of(uint32_t index) {
  const auto [known, is_new] = words_.emplace(index, std::map<uint64_t, uint64_t>{});
  auto& words = known->second;
  if (!is_new || !knowledge_) return words;
  const Scope& before = context_.before();
  const Object& object = before.object(index);
  BytesCursor bytes(*object.module);
  for (const RelocationTable& table : object.tables) {
    if (table.kind == RelocTable::kRelr) continue;
    auto visit = [&](const Relocation& relocation) {
      if (relocation.symbol == 0 || object.symbols[relocation.symbol].name != "_rtld_global_ro")
        return;
      const RelocationType type = object.psabi->find(relocation.type);
      if (type.meaning != Meaning::kWord) return;
      const Value value =
          value_of(before, index, relocation, type, addend_of(object, relocation, type, bytes));
      if (value.kind == Value::Kind::kPlace && value.object == context_.loader()->original)
        words[relocation.place.value] = value.number - *knowledge_;
    };
    // The sites of an object whose tables cannot be read are an error elsewhere.
    if (!visit_relocations(*object.module, table, object.symbols.size(), visit)) words.clear();
  }
  return words;
}

Choices::Choice& Choices::choice_of(const Value& function) {
  const auto [found, is_new] =
      choices_.emplace(std::pair(function.object, function.number), Choice{});
  Choice& choice = found->second;
  // The C library and its companions have some hundreds, a hostile file any number.
  constexpr size_t kMostFunctions = 2000;
  if (!is_new || level_ == nullptr || !knowledge_ || !context_.is_folded(function.object) ||
      choices_.size() > kMostFunctions)
    return choice;
  const Module& module = *context_.before().object(function.object).module;
  const auto& words = words_of(function.object);
  const ChoiceInput input{.level = *level_,
                          .release = release_,
                          .code = [&](uint64_t address) { return code_of(module, address); },
                          .knowledge = [&](uint64_t place) -> std::optional<uint64_t> {
                            const auto word = words.find(place);
                            return word == words.end() ? std::nullopt : std::optional(word->second);
                          }};
  for (uint64_t address : context_.psabi().levels->choices(input, function.number)) {
    const Value place{Value::Kind::kPlace, function.object, address};
    if (!is_code(module, address) || context_.is_unmapped(place)) continue;
    choice.possible.push_back(address + context_.part_of(function.object).bias);
  }
  return choice;
}

bool Choices::is_chosen(const Value& function, uint64_t address) {
  if (level_ == nullptr || function.kind != Value::Kind::kResolved) return false;
  Choice& choice = choice_of(function);
  const bool possible = std::ranges::find(choice.possible, address) != choice.possible.end();
  if (!possible || choice.left || choice.chosen.value_or(address) != address) return false;
  choice.chosen = address;
  return true;
}

bool Choices::is_left(const Value& function) {
  if (level_ == nullptr) return true;
  Choice& choice = choice_of(function);
  choice.left = true;
  return !choice.chosen;
}

void compare_level(const Context& context, Report& report) {
  report.compared(Aspect::kStub);
  const std::string& claimed = context.claim().cpu;
  const Entrance* entrance = context.entrance();
  const bool asks = entrance != nullptr && entrance->level.has_value();
  if (claimed.empty() && !asks) return;
  const Level* level = claimed_level(context);
  const bool same = level != nullptr && asks && entrance->level->state == level->state &&
                    std::ranges::equal(entrance->level->needs, level->needs);
  if (same) return;
  report.differ(Aspect::kStub, "the level of the processor",
                claimed.empty()
                    ? "none, by the note"
                    : fmt::format("code that asks for {}, by the note", printable(claimed)),
                asks ? "code that asks for another" : "no code that asks for it");
}

}  // namespace onefold::verify
