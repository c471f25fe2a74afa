#include "verify/stub.h"

#include <fmt/format.h>

#include <algorithm>
#include <climits>
#include <set>

#include "verify/table_reader.h"

namespace onefold::verify {
namespace {

std::optional<Stub> read_table(const Context& context, uint64_t code) {
  Stub stub{.code = code};
  stub.table = code + context.psabi().stub.size;
  TableReader table(*context.fold().module, context.psabi(), stub.table);
  stub.entry = table.place(stub.table);
  stub.page_size = table.word();
  const uint64_t relro = table.word();
  const uint64_t init = table.word();
  const uint64_t fini = table.word();
  stub.own_address = table.word();
  if (const uint64_t alias = table.place(stub.table); alias != stub.table) stub.first_alias = alias;
  if (!table.holds(relro, 2) || !table.holds(init, 2) || !table.holds(fini, 2)) return std::nullopt;
  for (uint64_t i = 0; i < relro; ++i) {
    const uint64_t at = table.place(stub.table);
    stub.relro.push_back({at, table.word()});
  }
  auto read_calls = [&](uint64_t count, std::vector<StubCall>& calls) {
    for (uint64_t i = 0; i < count; ++i) {
      const uint64_t at = table.place(stub.table);
      calls.push_back({at, table.word()});
    }
  };
  read_calls(init, stub.init);
  read_calls(fini, stub.fini);
  if (table.bad()) return std::nullopt;
  return stub;
}

// One array of one pointer, to `target`.
void compare_array(Context& context, uint64_t tag, uint64_t size_tag, std::string_view name,
                   uint64_t target, Report& report) {
  const Module& fold = *context.fold().module;
  report.compared(Aspect::kStub);
  auto at = fold.dynamic_value(tag);
  const bool one_word = fold.dynamic_value(size_tag) == context.word();
  auto pointer = at ? own_pointer(context, *at) : std::nullopt;
  if (one_word && pointer == target) return;
  report.differ(Aspect::kStub, name, fmt::format("one pointer, to {:#x}", target),
                pointer ? fmt::format("{:#x}", *pointer) : "something else");
}

void compare_code(const Context& context, uint64_t code, Report& report) {
  const StubListing& listing = context.psabi().stub;
  report.compared(Aspect::kStub);
  auto bytes = context.fold().module->bytes_at(ModuleAddress(code), listing.size, "stub");
  const Segment* load = context.fold().module->load_at(ModuleAddress(code));
  if (load != nullptr && (load->flags & (PF_X | PF_W)) != PF_X) {
    report.differ(Aspect::kStub, "the stub's segment", "PF_X and no PF_W",
                  fmt::format("{:#x}", load->flags));
  }
  if (bytes && hash_text(*bytes) == listing.xxh128) return;
  report.differ(Aspect::kStub, fmt::format("the stub's code at {:#x}", code),
                fmt::format("{:#x} bytes of hash {}", listing.size, listing.xxh128),
                bytes ? hash_text(*bytes) : "nothing");
}

}  // namespace

std::optional<uint64_t> own_pointer(Context& context, uint64_t at) {
  if (FoldSite* site = context.site_at(at)) site->used = true;
  return context.pointer_at(at);
}

std::optional<StubPlace> find_stub(const Context& context) {
  const Module& fold = *context.fold().module;
  if (!context.is_shared_object()) return StubPlace{fold.header.entry.value};
  auto array = fold.dynamic_value(DT_INIT_ARRAY);
  if (!array) return std::nullopt;
  auto pointer = context.pointer_at(*array);
  if (!pointer) return std::nullopt;
  return StubPlace{*pointer - context.psabi().stub.init};
}

std::optional<Stub> compare_stub(Context& context, Report& report) {
  auto place = find_stub(context);
  if (!place) {
    report.differ(Aspect::kStub, "e_entry or DT_INIT_ARRAY", "the start stub", "none");
    return std::nullopt;
  }
  const StubListing& listing = context.psabi().stub;
  compare_code(context, place->code, report);
  auto stub = read_table(context, place->code);
  if (!stub) {
    report.differ(Aspect::kStub, "the start table", "a whole one", "one that is cut off");
    return std::nullopt;
  }
  report.compared(Aspect::kStub, 3);
  if (stub->own_address != stub->table) {
    report.differ(Aspect::kStub, "the start table's own address", fmt::format("{:#x}", stub->table),
                  fmt::format("{:#x}", stub->own_address));
  }
  const bool so = context.is_shared_object();
  const uint64_t page = so ? context.psabi().page : 0;
  if (stub->page_size != page) {
    report.differ(Aspect::kStub, "the start table's page size", fmt::format("{:#x}", page),
                  fmt::format("{:#x}", stub->page_size));
  }
  const uint64_t entry =
      context.psabi().in_word(context.before().object(0).module->header.entry.value +
                              (context.parts().empty() ? 0 : context.parts().front().bias));
  const uint64_t entered = so ? context.fold().module->header.entry.value : stub->entry;
  if (entered != entry) {
    report.differ(Aspect::kStub, "e_entry", fmt::format("{:#x}", entry),
                  fmt::format("{:#x}", entered));
  }
  compare_array(context, DT_FINI_ARRAY, DT_FINI_ARRAYSZ, "DT_FINI_ARRAY", stub->code + listing.fini,
                report);
  if (so) {
    compare_array(context, DT_INIT_ARRAY, DT_INIT_ARRAYSZ, "DT_INIT_ARRAY",
                  stub->code + listing.init, report);
  }
  return stub;
}

namespace {

// Names are told apart by as much as a path has room for: a chain may have any number of names,
// each the rest of one long text.
constexpr size_t kMostOfName = PATH_MAX;

// What a program may ask for and must get the fold: sonames; names of DT_NEEDED without a slash (a
// path opens the file); of what the program opens by itself any name that was given, and a file's
// own name where it has no soname.
void expect_names_of(const Context& context, const Part& part,
                     std::set<std::string_view>& expected) {
  const std::string_view asked = context.input().originals[part.original].name;
  const std::string_view soname = context.object(part).soname;
  const size_t slash = asked.rfind('/');
  const bool opened =
      std::ranges::find(context.input().opened, part.original) != context.input().opened.end();
  if (!soname.empty()) expected.insert(soname.substr(0, kMostOfName));
  if (slash == std::string_view::npos || opened) expected.insert(asked.substr(0, kMostOfName));
  if (slash != std::string_view::npos && opened && soname.empty())
    expected.insert(asked.substr(slash + 1, kMostOfName));
}

// Since glibc 2.34 libc defines what these libraries did: elsewhere, a second definition.
void expect_names_of_libc(const Context& context, const Part& part,
                          std::set<std::string_view>& expected) {
  const Object& object = context.object(part);
  if (object.soname != "libc.so.6") return;
  for (const VersionDefinition& version : object.version_tables.defined) {
    if (version.name != "GLIBC_2.34") continue;
    expected.insert({"libpthread.so.0", "libdl.so.2", "librt.so.1", "libutil.so.1", "libanl.so.1"});
  }
}

}  // namespace

// A chain of glibc's struct libname_list: name, next, dont_free (an int).
void compare_aliases(Context& context, const Stub& stub, Report& report) {
  const Module& fold = *context.fold().module;
  std::set<std::string_view> expected;
  const bool glibc = context.input().loader == Loader::kGlibc;
  for (const Part& part : context.parts()) {
    if (part.original == 0 || context.is_shared_object() || !glibc) continue;
    expect_names_of(context, part, expected);
    if (context.loader() != nullptr) expect_names_of_libc(context, part, expected);
  }
  std::set<std::string_view> found;
  std::optional<uint64_t> node = stub.first_alias;
  const size_t most = expected.size() * 2 + 1;
  for (size_t i = 0; node && *node != 0; ++i) {
    const Segment* load = fold.load_at(ModuleAddress(*node), 3 * context.word());
    auto name = own_pointer(context, *node);
    auto dont_free = fold.bytes_at(ModuleAddress(*node + 2 * context.word()), 4, "dont_free");
    auto text = name ? fold.bytes_from(ModuleAddress(*name), "name")
                     : fold.bytes_from(ModuleAddress(0), "");
    if (!name || !text || !dont_free || load == nullptr || (load->flags & PF_W) == 0 || i > most ||
        word_of(*dont_free, context.order()) != 1) {
      report.differ(Aspect::kName, fmt::format("the node at {:#x}", *node),
                    "a name that ld.so may link and must not free", "something else");
      break;
    }
    std::string_view rest(reinterpret_cast<const char*>(text->data()),
                          std::min(kMostOfName, text->size()));
    found.insert(rest.substr(0, rest.find('\0')));
    node = own_pointer(context, *node + context.word());
  }
  report.compared(Aspect::kName, expected.size());
  for (std::string_view name : expected) {
    if (!found.contains(name))
      report.differ(Aspect::kName, name, "the fold answers to it", "it does not");
  }
  for (std::string_view name : found) {
    if (!expected.contains(name))
      report.differ(Aspect::kName, name, "no such name", "the fold answers to it");
  }
}

}  // namespace onefold::verify
