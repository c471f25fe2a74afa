#include "verify/init.h"

#include <fmt/format.h>

#include <algorithm>

#include "verify/idle.h"

namespace onefold::verify {
namespace {

constexpr uint64_t kInitFirst = DF_1_INITFIRST;

// DT_INIT, then DT_INIT_ARRAY.
void add_initialisers(const Context& context, const Module& module, uint64_t bias,
                      std::vector<StubCall>& calls) {
  auto init = module.dynamic_value(DT_INIT);
  if (init && context.psabi().runs_init_functions) calls.push_back({*init + bias, 0});
  const uint64_t size = module.dynamic_value(DT_INIT_ARRAYSZ).value_or(0) / context.word();
  auto array = module.dynamic_value(DT_INIT_ARRAY);
  if (array && size != 0) calls.push_back({*array + bias, size});
}

void add_initialisers(const Context& context, const Part& part, std::vector<StubCall>& calls) {
  add_initialisers(context, *context.object(part).module, part.bias, calls);
}

// DT_FINI_ARRAY (backwards), then DT_FINI.
void add_finalisers(const Context& context, const Part& part, std::vector<StubCall>& calls) {
  const Module& module = *context.object(part).module;
  const uint64_t size = module.dynamic_value(DT_FINI_ARRAYSZ).value_or(0) / context.word();
  auto array = module.dynamic_value(DT_FINI_ARRAY);
  if (array && size != 0) calls.push_back({*array + part.bias, size});
  auto fini = module.dynamic_value(DT_FINI);
  if (fini && context.psabi().runs_init_functions) calls.push_back({*fini + part.bias, 0});
}

// The one object with DF_1_INITFIRST that was loaded last goes first.
std::vector<uint32_t> with_first(const Context& context, std::vector<uint32_t> order) {
  for (uint32_t i = context.before().size(); i-- > 1;) {
    if ((context.before().object(i).module->flags_1() & kInitFirst) == 0) continue;
    auto at = std::ranges::find(order, i);
    std::rotate(order.begin(), at, at + 1);
    break;
  }
  return order;
}

void compare_calls(std::string_view what, const std::vector<StubCall>& expected,
                   const std::vector<StubCall>& found, Report& report) {
  report.compared(Aspect::kInitialiser, expected.size());
  auto text = [](const StubCall& call) {
    return call.count == 0 ? fmt::format("{:#x}", call.at)
                           : fmt::format("{} pointers at {:#x}", call.count, call.at);
  };
  for (size_t i = 0; i < std::max(expected.size(), found.size()); ++i) {
    if (i < expected.size() && i < found.size() && expected[i] == found[i]) continue;
    report.differ(Aspect::kInitialiser, fmt::format("{} {}", what, i),
                  i < expected.size() ? text(expected[i]) : "no more",
                  i < found.size() ? text(found[i]) : "no more");
  }
}

// What the C library runs of the program itself.
Result<void> compare_program_entries(const Context& context, Report& report) {
  const Module& before = *context.before().object(0).module;
  const Module& after = *context.fold().module;
  auto compare = [&](uint64_t tag, std::string_view name, std::optional<uint64_t> expected) {
    report.compared(Aspect::kInitialiser);
    auto text = [](std::optional<uint64_t> v) { return v ? fmt::format("{:#x}", *v) : "none"; };
    if (after.dynamic_value(tag) != expected) {
      report.differ(Aspect::kInitialiser, std::string(name), text(expected),
                    text(after.dynamic_value(tag)));
    }
  };
  const bool so = context.is_shared_object();
  const bool musl = context.input().loader == Loader::kMusl;
  auto kept = [&](uint64_t tag) { return so ? std::nullopt : before.dynamic_value(tag); };
  auto placed = [&](uint64_t tag) {
    auto address = kept(tag);
    if (address) *address += context.part_of(0).bias;
    return address;
  };
  compare(DT_PREINIT_ARRAY, "DT_PREINIT_ARRAY", placed(DT_PREINIT_ARRAY));
  compare(DT_PREINIT_ARRAYSZ, "DT_PREINIT_ARRAYSZ", kept(DT_PREINIT_ARRAYSZ));
  compare(DT_FINI, "DT_FINI", std::nullopt);
  if (!so && !musl && may_leave_out_idle(context)) {
    std::vector<StubCall> expected;
    std::vector<StubCall> found;
    add_initialisers(context, context.part_of(0), expected);
    add_initialisers(context, after, 0, found);
    ONEFOLD_CHECK(leave_out_idle(context, found, expected));
    compare_calls("initialiser of the program", expected, found, report);
    return {};
  }
  compare(DT_INIT, "DT_INIT", musl ? std::nullopt : placed(DT_INIT));
  if (!so && !musl) {
    compare(DT_INIT_ARRAY, "DT_INIT_ARRAY", placed(DT_INIT_ARRAY));
    compare(DT_INIT_ARRAYSZ, "DT_INIT_ARRAYSZ", kept(DT_INIT_ARRAYSZ));
  }
  return {};
}

std::vector<std::vector<uint32_t>> needs_of(const Context& context) {
  std::vector<std::vector<uint32_t>> needs;
  for (const OriginalFile& file : context.input().originals)
    needs.emplace_back(file.needs.begin(), file.needs.end());
  return needs;
}

// What each object needs, itself or by what it needs; asked for as often as there are needs.
class Reach {
 public:
  explicit Reach(const std::vector<std::vector<uint32_t>>& needs)
      : needs_(needs), reached_(needs.size()) {}

  bool leads(uint32_t from, uint32_t to) {
    if (reached_[from].empty()) reached_[from] = walk(from);
    return reached_[from][to];
  }

 private:
  std::vector<bool> walk(uint32_t from) const {
    std::vector<bool> seen(needs_.size());
    std::vector<uint32_t> left{from};
    while (!left.empty()) {
      const uint32_t at = left.back();
      left.pop_back();
      if (seen[at]) continue;
      seen[at] = true;
      left.insert(left.end(), needs_[at].begin(), needs_[at].end());
    }
    return seen;
  }

  const std::vector<std::vector<uint32_t>>& needs_;
  std::vector<std::vector<bool>> reached_;
};

void compare_needs(const Context& context, const std::vector<std::vector<uint32_t>>& needs,
                   const std::vector<uint32_t>& expected, const std::vector<uint32_t>& found,
                   Report& report) {
  std::vector<size_t> place(needs.size());
  std::vector<size_t> place_before(needs.size(), SIZE_MAX);
  for (size_t i = 0; i < found.size(); ++i) place[found[i]] = i;
  for (size_t i = 0; i < expected.size(); ++i) place_before[expected[i]] = i;
  Reach reach(needs);
  for (uint32_t object : expected) {
    std::vector<uint32_t> once = needs[object];  // DT_NEEDED may name one any number of times
    std::ranges::sort(once);
    once.erase(std::ranges::unique(once).begin(), once.end());
    for (uint32_t need : once) {
      const bool came_first = place_before[need] < place_before[object];
      // In a circle either comes first.
      if (came_first && place[need] > place[object] && !reach.leads(need, object)) {
        report.differ(Aspect::kInitialiser, context.after().object(need).file_name(),
                      "initialised before a kept library that needs it", "behind it");
      }
    }
  }
}

// Kept libraries start before the fold; among themselves in the order that the fold's own closure
// has.
void compare_kept_order(const Context& context, const std::vector<uint32_t>& order,
                        Report& report) {
  std::vector<uint32_t> expected;
  bool folded_seen = false;
  for (uint32_t original : order) {
    if (context.is_folded(original)) {
      folded_seen = folded_seen || original != 0;
      continue;
    }
    if (context.kept_place(original) == Context::kKept) continue;
    expected.push_back(context.kept_place(original));
    if (folded_seen) {
      report.known(
          "kept libraries are initialised before all folded ones, also where they came after one",
          context.input().originals[original].name);
    }
  }
  const auto needs = context.needs_after();
  std::vector<uint32_t> found = initialiser_order(needs, context.input().loader);
  std::erase(found, 0U);
  report.compared(Aspect::kInitialiser, expected.size());
  if (found == expected) return;
  compare_needs(context, needs, expected, found, report);
  report.known("kept libraries that do not need each other are initialised in another order", "");
}

// The function that the slot at `at` of a part will hold; nothing where that is not in the fold.
std::optional<uint64_t> function_at(Context& context, const Part& part,
                                    const std::vector<Site>& sites, ModuleAddress at) {
  auto site = std::ranges::lower_bound(sites, at, {}, &Site::place);
  if (site != sites.end() && site->place == at) {
    const Value value = context.translate(site->value, {});
    if (value.kind != Value::Kind::kPlace || value.object != 0) return std::nullopt;
    return context.is_folded(site->value.object) ? std::optional(value.number) : std::nullopt;
  }
  const Module& module = *context.object(part).module;
  auto bytes = module.bytes_at(at, context.word(), "DT_INIT_ARRAY");
  if (!bytes || module.header.type != ET_EXEC) return std::nullopt;
  return word_of(*bytes, context.order());
}

// musl calls initialisers, without arguments, when the program's own code calls __libc_start_main,
// which is behind the stub: DT_INIT_ARRAY of the fold has the functions of all parts.
Result<void> compare_init_array(Context& context, const std::vector<uint32_t>& order,
                                Report& report) {
  std::vector<uint64_t> expected;
  for (uint32_t original : order) {
    if (!context.is_folded(original)) continue;
    const Part& part = context.part_of(original);
    ONEFOLD_TRY(auto sites, sites_of(context.before(), original));
    std::vector<StubCall> calls;
    add_initialisers(context, part, calls);
    for (const StubCall& call : calls) {
      if (call.count == 0) expected.push_back(call.at);
      for (uint64_t i = 0; i < call.count; ++i) {
        const ModuleAddress at(call.at - part.bias + i * context.word());
        if (context.object(part).module->load_at(at, context.word()) == nullptr) break;
        const auto function = function_at(context, part, sites, at);
        if (!function) {  // and memory without bytes in the file has any number of such slots
          report.differ(Aspect::kInitialiser, context.where(part, at),
                        "an initialiser that is a function of the fold", "none");
          return {};
        }
        expected.push_back(*function);
      }
    }
  }
  const Module& fold = *context.fold().module;
  const uint64_t array = fold.dynamic_value(DT_INIT_ARRAY).value_or(0);
  const uint64_t size = fold.dynamic_value(DT_INIT_ARRAYSZ).value_or(0);
  report.compared(Aspect::kInitialiser, expected.size() + 1);
  if (size != expected.size() * context.word()) {
    report.differ(Aspect::kInitialiser, "DT_INIT_ARRAYSZ",
                  fmt::format("{} functions", expected.size()), fmt::format("{:#x} bytes", size));
    return {};
  }
  auto text = [](std::optional<uint64_t> v) {
    return v ? fmt::format("{:#x}", *v) : std::string("no function of the fold");
  };
  for (size_t i = 0; i < expected.size(); ++i) {
    const auto found = own_pointer(context, array + i * context.word());
    if (found == expected[i]) continue;
    report.differ(Aspect::kInitialiser, fmt::format("DT_INIT_ARRAY {}", i),
                  fmt::format("{:#x}", expected[i]), text(found));
  }
  return {};
}

}  // namespace

std::vector<uint32_t> initialiser_order(const std::vector<std::vector<uint32_t>>& needs,
                                        Loader loader) {
  const bool glibc = loader == Loader::kGlibc;
  std::vector<uint32_t> order;
  std::vector<bool> visited(needs.size());
  struct Frame {
    uint32_t object;
    size_t next;
  };
  std::vector<Frame> stack;
  // What an object needs comes before it. musl begins with the program; glibc goes from the last
  // object loaded to the first, does not know the program's own needs yet, and nothing leads back
  // to it.
  for (uint32_t i = glibc ? static_cast<uint32_t>(needs.size()) : 1; i-- > 0;) {
    if (visited[i]) continue;
    visited[i] = true;
    stack.push_back({i, 0});
    while (!stack.empty()) {
      Frame& top = stack.back();
      if ((glibc && top.object == 0) || top.next == needs[top.object].size()) {
        order.push_back(top.object);
        stack.pop_back();
        continue;
      }
      const uint32_t need = needs[top.object][top.next++];
      if (need == 0 || visited[need]) continue;
      visited[need] = true;
      stack.push_back({need, 0});
    }
  }
  return order;
}

namespace {

// The first slot of that part's array is left out, if it is the function that dlopen calls.
Result<void> leave_out_late(Context& context, std::vector<StubCall>& calls, Report& report) {
  if (!context.late()) return {};
  const Part& part = context.part_of(context.late()->original);
  const auto array = context.object(part).module->dynamic_value(DT_INIT_ARRAY);
  auto call = std::ranges::find_if(calls, [&](const StubCall& c) {
    return array && c.count != 0 && c.at == *array + part.bias;
  });
  ONEFOLD_TRY(auto sites, sites_of(context.before(), part.original));
  report.compared(Aspect::kInitialiser);
  if (call == calls.end() ||
      function_at(context, part, sites, ModuleAddress(*array)) != context.late()->function) {
    report.differ(Aspect::kInitialiser, std::string(context.object(part).file_name()),
                  "as its first initialiser what dlopen calls", "another");
    return {};
  }
  call->at += context.word();
  if (--call->count == 0) calls.erase(call);
  return {};
}

}  // namespace

Result<void> compare_initialisers(Context& context, const Stub& stub, Report& report) {
  const bool glibc = context.input().loader == Loader::kGlibc;
  const auto sorted = initialiser_order(needs_of(context), context.input().loader);
  std::vector<StubCall> init;
  std::vector<StubCall> fini;
  if (glibc) {
    for (uint32_t original : with_first(context, sorted)) {
      if (!context.is_folded(original) || (original == 0 && !context.is_shared_object())) continue;
      add_initialisers(context, context.part_of(original), init);
    }
  } else {
    ONEFOLD_CHECK(compare_init_array(context, sorted, report));
  }
  for (auto original = sorted.rbegin(); original != sorted.rend(); ++original) {
    if (context.is_folded(*original)) add_finalisers(context, context.part_of(*original), fini);
  }
  ONEFOLD_CHECK(leave_out_late(context, init, report));
  ONEFOLD_CHECK(leave_out_idle(context, stub.init, init));
  ONEFOLD_CHECK(leave_out_idle(context, stub.fini, fini));
  compare_calls("initialiser", init, stub.init, report);
  compare_calls("finaliser", fini, stub.fini, report);
  ONEFOLD_CHECK(compare_program_entries(context, report));
  compare_kept_order(context, sorted, report);
  return {};
}

}  // namespace onefold::verify
