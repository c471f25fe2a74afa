#include "verify/idle.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "base/sort.h"

namespace onefold::verify {
namespace {

class IdleCalls {
 public:
  explicit IdleCalls(const Context& context) : context_(context) {}

  // Does the function, or the first of the array, do nothing?
  Result<bool> starts_idle(const StubCall& call) {
    const Part* part = part_at(call.at);
    if (part == nullptr) return false;
    const ModuleAddress at(call.at - part->bias);
    if (call.count == 0) return is_idle(*part, at);
    ONEFOLD_TRY(const auto slot, value_at(*part, at));
    if (!slot || slot->kind != Value::Kind::kPlace || slot->object != part->original) return false;
    return is_idle(*part, ModuleAddress(slot->number));
  }

 private:
  const Part* part_at(uint64_t at) const {
    for (const Part& part : context_.parts()) {
      const ModuleAddress own(at - part.bias);
      const bool holds = std::ranges::any_of(
          context_.loads(part), [&](const Segment& load) { return load.holds(own, 1); });
      if (holds) return &part;
    }
    return nullptr;
  }

  Result<bool> is_idle(const Part& part, ModuleAddress function) {
    const Module& module = *context_.object(part).module;
    const bool changes =
        (module.flags() & DF_TEXTREL) != 0 || module.find_dynamic(DT_TEXTREL) != nullptr;
    const Segment* load = module.load_at(function);
    if (changes || load == nullptr || (load->flags & (PF_X | PF_W)) != PF_X || load->filesz == 0)
      return false;
    ONEFOLD_TRY(auto code, module.file.bytes(load->offset, load->filesz, "PT_LOAD"));
    std::optional<Error> error;
    // All that could define a weak symbol is inside a total fold.
    const bool idle =
        context_.psabi().does_nothing(code, load->vaddr.value, function.value, [&](uint64_t word) {
          auto value = value_at(part, ModuleAddress(word));
          if (!value) {
            error = std::move(value).error();
            return false;
          }
          return *value && (*value)->kind == Value::Kind::kWeakZero && (*value)->size == 0;
        });
    if (error) return fail(std::move(*error));
    return idle;
  }

  // What the part's own relocation of that word gives it; nothing: it has none.
  Result<std::optional<Value>> value_at(const Part& part, ModuleAddress place) {
    const Object& object = context_.object(part);
    ONEFOLD_TRY(const auto relocation, relocation_at(object, words_[part.original], place));
    if (!relocation) return std::nullopt;
    if (relocation->table == RelocTable::kRelr)
      return Value{Value::Kind::kPlace, part.original, word_at(object, place)};
    const RelocationType type = object.psabi->find(relocation->type);
    BytesCursor bytes(*object.module);
    return value_of(context_.before(), part.original, *relocation, type,
                    addend_of(object, *relocation, type, bytes));
  }

  // Relocations of whole words, ascending by place; read when enough has been asked.
  struct Words {
    uint32_t asked = 0;
    std::vector<Relocation> relocations;
  };
  static constexpr uint32_t kFewAsked = 8;  // most objects' slots and words are no more

  // Of several at one place, the last that the loader applies.
  Result<std::optional<Relocation>> relocation_at(const Object& object, Words& words,
                                                  ModuleAddress place) const {
    if (++words.asked <= kFewAsked) {
      std::optional<Relocation> found;
      ONEFOLD_CHECK(visit_all(object, [&](const Relocation& relocation) {
        if (relocation.place == place && is_word(object, relocation)) found = relocation;
      }));
      return found;
    }
    std::vector<Relocation>& all = words.relocations;
    if (words.asked == kFewAsked + 1) {
      ONEFOLD_CHECK(visit_all(object, [&](const Relocation& relocation) {
        if (is_word(object, relocation)) all.push_back(relocation);
      }));
      stable_sort_by(all, &Relocation::place);
    }
    const auto behind = std::ranges::upper_bound(all, place, {}, &Relocation::place);
    if (behind == all.begin() || std::prev(behind)->place != place) return std::nullopt;
    return *std::prev(behind);
  }

  template <typename Visit>
  static Result<void> visit_all(const Object& object, const Visit& visit) {
    for (const RelocationTable& table : object.tables)
      ONEFOLD_CHECK(visit_relocations(*object.module, table, object.symbols.size(), visit));
    return {};
  }

  bool is_word(const Object& object, const Relocation& relocation) const {
    return relocation.table == RelocTable::kRelr ||
           object.psabi->find(relocation.type).size == context_.word();
  }

  uint64_t word_at(const Object& object, ModuleAddress place) const {
    auto bytes = object.module->bytes_at(place, context_.word(), "DT_RELR");
    return bytes ? word_of(*bytes, context_.order()) : 0;
  }

  const Context& context_;
  std::unordered_map<uint32_t, Words> words_;  // by original
};

}  // namespace

bool may_leave_out_idle(const Context& context) {
  return context.loader() != nullptr && context.psabi().does_nothing != nullptr;
}

Result<void> leave_out_idle(const Context& context, const std::vector<StubCall>& found,
                            std::vector<StubCall>& calls) {
  if (!may_leave_out_idle(context)) return {};
  IdleCalls idle_calls(context);
  std::vector<StubCall> rest;
  for (StubCall call : calls) {
    auto is_there = [&] { return rest.size() < found.size() && found[rest.size()] == call; };
    bool is_over = false;
    while (!is_over && !is_there()) {
      ONEFOLD_TRY(const bool idle, idle_calls.starts_idle(call));
      if (!idle) break;
      is_over = call.count <= 1;
      call = {call.at + context.word(), is_over ? 0 : call.count - 1};
    }
    if (!is_over) rest.push_back(call);
  }
  calls = std::move(rest);
  return {};
}

}  // namespace onefold::verify
