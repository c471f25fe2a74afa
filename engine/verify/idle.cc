#include "verify/idle.h"

#include <algorithm>

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
  Result<std::optional<Value>> value_at(const Part& part, ModuleAddress place) const {
    const Object& object = context_.object(part);
    std::optional<Value> value;
    for (const RelocationTable& table : object.tables) {
      if (table.kind == RelocTable::kRelr) {
        ONEFOLD_CHECK(visit_relocations(*object.module, table, object.symbols.size(), [&](auto& r) {
          if (r.place == place)
            value = Value{Value::Kind::kPlace, part.original, word_at(object, place)};
        }));
        continue;
      }
      ONEFOLD_CHECK(visit_relocations(*object.module, table, object.symbols.size(), [&](auto& r) {
        if (r.place != place) return;
        const RelocationType type = object.psabi->find(r.type);
        if (type.size != context_.word()) return;
        value = value_of(context_.before(), part.original, r, type, addend_of(object, r, type));
      }));
    }
    return value;
  }

  uint64_t word_at(const Object& object, ModuleAddress place) const {
    auto bytes = object.module->bytes_at(place, context_.word(), "DT_RELR");
    return bytes ? word_of(*bytes, context_.order()) : 0;
  }

  const Context& context_;
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
