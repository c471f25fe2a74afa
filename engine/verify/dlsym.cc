#include "verify/dlsym.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "base/checked.h"
#include "elf/hash.h"
#include "verify/choices.h"
#include "verify/table_reader.h"

namespace onefold::verify {
namespace {

enum : uint64_t { kAddress, kAbsolute, kResolver, kExported };

// One definition of a name that several parts define.
struct Row {
  uint64_t hash = 0;
  uint64_t part = 0;
  uint64_t kind = kAddress;
  uint64_t hidden = 0;
  std::string_view name;
  std::string_view version;
  uint64_t value = 0;

  auto key() const { return std::tie(hash, part, name, version, kind, hidden, value); }
};

struct CLibraryFunction {
  Value before;
  uint64_t at;  // in the fold
};

// Its definitions in libc.so.6 or, before glibc 2.34, libdl.so.2, where these are folded. (musl's
// is the loader.)
std::vector<CLibraryFunction> c_library_functions(Context& context, std::string_view name) {
  std::vector<CLibraryFunction> functions;
  if (context.before().loader() == Loader::kMusl) return functions;
  for (const Definition& d : context.before().called(context.before().names().find(name))) {
    const Object& object = context.before().object(d.object);
    const Symbol& symbol = context.before().symbol(d);
    const bool libc =
        object.soname.starts_with("libc.so.") || object.soname.starts_with("libdl.so.");
    if (!libc || !context.is_folded(d.object) || !symbol.is_defined()) continue;
    functions.push_back(
        {{Value::Kind::kPlace, d.object, symbol.value.value},
         context.psabi().in_word(symbol.value.value + context.part_of(d.object).bias)});
  }
  return functions;
}

class DlsymComparison {
 public:
  DlsymComparison(Context& context, Report& report)
      : context_(context), report_(report), fold_(*context.fold().module) {}

  void run() {
    const DlsymListing& listing = context_.psabi().dlsym;
    const uint64_t code = *context_.claim().dlsym;
    auto bytes = fold_.bytes_at(ModuleAddress(code), listing.code.size, "dlsym");
    const Segment* load = fold_.load_at(ModuleAddress(code));
    demand(listing.code.size != 0 && bytes && hash_text(*bytes) == listing.code.xxh128 &&
               load != nullptr && (load->flags & (PF_X | PF_W)) == PF_X,
           "its code", "that of verify's listing, in a segment with PF_X and no PF_W");
    origin_ = code + listing.code.size;
    TableReader table(fold_, context_.psabi(), origin_);
    const uint64_t dlsym = table.place(origin_);
    const uint64_t dlvsym = table.place(origin_);
    compare_target("dlsym", dlsym, code + listing.dlsym);
    compare_target("dlvsym", dlvsym, code + listing.dlvsym);
    compare_resolver_arguments(table);
    const uint64_t parts = table.word();
    const uint64_t rows = table.word();
    compare_parts(table, parts);
    compare_rows(table, rows);
  }

 private:
  void demand(bool holds, std::string_view what, std::string_view expected) {
    report_.compared(Aspect::kStub);
    if (!holds) {
      report_.differ(Aspect::kStub, fmt::format("the fold's dlsym: {}", what),
                     std::string(expected), "otherwise");
    }
  }

  void compare_target(std::string_view name, uint64_t at, uint64_t own) {
    demand(replace_function(context_, name, at, own), name, "the C library's function");
  }

  // What the fold's dlsym calls for an IFUNC's resolver, of which newer C libraries have more.
  void compare_resolver_arguments(TableReader& table) {
    for (const auto* name : {"getauxval", "__riscv_hwprobe"}) {
      const uint64_t at = table.place(origin_);
      const auto functions = c_library_functions(context_, name);
      const bool is_it = std::ranges::any_of(functions, [&](const auto& f) { return f.at == at; });
      demand(is_it || (functions.empty() && at == origin_), name, "the C library's function");
    }
  }

  void compare_parts(TableReader& table, uint64_t count) {
    demand(count == context_.parts().size(), "parts", "one entry each");
    for (uint64_t i = 0; i < count && !table.bad() && i < context_.parts().size(); ++i) {
      const Part& part = context_.parts()[as_size(i)];
      const auto loads = context_.loads(part);
      const uint64_t begin = table.place(origin_);
      const uint64_t size = table.word();
      demand(begin == loads.front().vaddr.value + part.bias &&
                 size == loads.back().end() - loads.front().vaddr,
             context_.object(part).file_name(), "its own range of addresses");
    }
  }

  // All of them together are no longer than those expected: any number of rows may name one.
  std::string_view text(uint64_t at) {
    if (at == origin_) return {};
    auto bytes = fold_.bytes_from(ModuleAddress(at), "name");
    if (!bytes) return {};
    std::string_view rest(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    rest = rest.substr(0, as_size(std::min<uint64_t>(rest.size(), text_left_ + 1)));
    const std::string_view found = rest.substr(0, rest.find('\0'));
    text_left_ -= std::min<uint64_t>(text_left_, found.size());
    return found;
  }

  void compare_rows(TableReader& table, uint64_t count) {
    std::vector<Row> expected = expected_rows();
    report_.compared(Aspect::kStub, expected.size());
    if (count != expected.size()) {
      report_.differ(Aspect::kStub, "the fold's dlsym: its table",
                     fmt::format("{} definitions", expected.size()), fmt::format("{}", count));
      return;
    }
    for (const Row& row : expected) text_left_ += row.name.size() + row.version.size();
    std::vector<Row> found;
    for (uint64_t i = 0; i < count && !table.bad(); ++i) {
      Row row{.hash = table.half(), .part = table.half(), .kind = table.half()};
      row.hidden = table.half();
      row.name = text(table.place(origin_));
      row.version = text(table.place(origin_));
      row.value = row.kind == kAbsolute ? table.word() : table.place(origin_);
      found.push_back(row);
    }
    demand(!table.bad(), "the table", "whole");
    demand(std::ranges::is_sorted(found, {}, [](const Row& r) { return std::pair(r.hash, 0); }),
           "the table", "sorted by hash");
    check_scope_order(found);
    auto key = [](const Row& row) { return row.key(); };
    std::ranges::sort(found, {}, key);
    for (Row& row : expected) settle_choice(row, found);
    std::ranges::sort(expected, {}, key);
    auto [e, f] = std::ranges::mismatch(expected, found, {}, key, key);
    if (e == expected.end() && f == found.end()) return;
    auto describe = [&](auto at, const std::vector<Row>& rows) {
      return at == rows.end() ? "no more"
                              : fmt::format("{}@{} of part {} at {:#x}", printable(at->name),
                                            printable(at->version), at->part, at->value);
    };
    report_.differ(Aspect::kStub, "the fold's dlsym: its table", describe(e, expected),
                   describe(f, found));
  }

  // An implementation that the fold has chosen already is an address like others.
  void settle_choice(Row& row, const std::vector<Row>& found) {
    if (row.kind != kResolver) return;
    const Part& part = context_.parts()[as_size(row.part)];
    const Value function{Value::Kind::kResolved, part.original,
                         context_.psabi().in_word(row.value - part.bias)};
    auto name = [](const Row& r) { return std::tie(r.hash, r.part, r.name, r.version, r.kind); };
    Row address = row;
    address.kind = kAddress;
    const auto same = std::ranges::equal_range(found, name(address), {}, name);
    const auto chosen = std::ranges::find_if(
        same, [&](const Row& one) { return context_.choices().is_chosen(function, one.value); });
    if (chosen == same.end()) return;
    row.kind = kAddress;
    row.value = chosen->value;
  }

  // Of one name, as dlsym walks it.
  void check_scope_order(const std::vector<Row>& rows) {
    bool in_order = true;
    std::map<std::string_view, uint64_t> last;
    for (const Row& row : rows) {
      auto [part, is_new] = last.emplace(row.name, row.part);
      in_order = in_order && row.part >= part->second;
      part->second = row.part;
    }
    demand(in_order, "the table", "in scope order");
  }

  std::vector<Row> expected_rows() const {
    std::vector<Row> rows;
    const Names& names = context_.before().names();
    for (uint32_t name = 0; name < names.count(); ++name) {
      std::vector<Definition> definitions;
      for (const Definition& d : context_.before().called(name)) {
        const Symbol& symbol = context_.before().symbol(d);
        if (context_.is_folded(d.object) && symbol.is_defined() && is_findable(symbol))
          definitions.push_back(d);
      }
      const bool several = std::ranges::any_of(
          definitions, [&](Definition d) { return d.object != definitions.front().object; });
      if (!several) continue;
      for (const Definition& d : definitions) add_row(d, d == definitions.front(), rows);
    }
    return rows;
  }

  void add_row(Definition definition, bool first, std::vector<Row>& rows) const {
    const Symbol& symbol = context_.before().symbol(definition);
    const Object& object = context_.before().object(definition.object);
    const Part& part = context_.part_of(definition.object);
    if (symbol.type == STT_TLS && !first) return;  // only the C library can tell its address
    Row row{.hash = gnu_hash(symbol.name),
            .part = static_cast<uint64_t>(&part - context_.parts().data()),
            .kind = kAddress,
            .name = symbol.name,
            .version = {},
            .value = context_.psabi().in_word(symbol.value.value + part.bias)};
    if (!object.versym.empty()) row.hidden = object.versym[definition.symbol] >> 15;
    if (const Version* version = object.version_of(definition.symbol)) row.version = version->name;
    if (symbol.type == STT_TLS || (symbol.type == STT_GNU_IFUNC && first)) {
      row.kind = kExported;
    } else if (symbol.type == STT_GNU_IFUNC) {
      row.kind = kResolver;
    } else if (context_.before().is_absolute(symbol)) {
      row.kind = kAbsolute;
      row.value = symbol.value.value;
    }
    rows.push_back(row);
  }

  Context& context_;
  Report& report_;
  const Module& fold_;
  uint64_t origin_ = 0;
  uint64_t text_left_ = 0;
};

}  // namespace

bool replace_function(Context& context, std::string_view name, uint64_t at, uint64_t own,
                      std::optional<uint64_t> own_size) {
  bool is_it = false;
  for (const CLibraryFunction& function : c_library_functions(context, name)) {
    if (function.at != at) continue;
    is_it = true;
    context.replace({function.before, own, own_size});
  }
  return is_it;
}

void compare_dlsym(Context& context, Report& report) {
  if (context.claim().dlsym) DlsymComparison(context, report).run();
}

}  // namespace onefold::verify
