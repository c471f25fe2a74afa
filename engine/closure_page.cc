#include "closure_page.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/mapped_file.h"
#include "contents/contents.h"
#include "elf/names.h"
#include "fold.h"
#include "page_template.h"
#include "resolve/bindings.h"

namespace onefold {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kMostNames = 12;  // of the symbols between two modules

Json segments_json(const Module& module) {
  Json segments = Json::array();
  for (const Segment& load : module.loads) {
    segments.push_back({{"at", load.vaddr.value},
                        {"size", load.memsz},
                        {"file", load.filesz},
                        {"flags", load.flags & (PF_R | PF_W | PF_X)}});
  }
  return segments;
}

Json modules_json(const Closure& closure) {
  Json modules = Json::array();
  for (const ClosureEntry& entry : closure.entries) {
    modules.push_back({{"name", printable(entry.name, 4096)},
                       {"path", printable(entry.path, 4096)},
                       {"reason", printable(entry.reason, 4096)},
                       {"size", entry.module.file.size()},
                       {"needs", entry.needs},
                       {"segments", segments_json(entry.module)}});
  }
  return modules;
}

// Of each two modules: how many symbols the one finds in the other, and the first of their names.
Result<Json> bindings_json(const Closure& closure) {
  std::vector<Linkable> linkables;
  linkables.reserve(closure.entries.size());
  for (const ClosureEntry& entry : closure.entries) {
    ONEFOLD_TRY(auto linkable, read_linkable(entry.module));
    linkables.push_back(std::move(linkable));
  }
  const Scope scope(linkables, closure.loader_kind);
  const Bindings bindings(scope);
  struct Found {
    size_t count = 0;
    std::vector<std::string> names;
  };
  std::map<std::pair<size_t, size_t>, Found> between;
  for (uint32_t module = 0; module < linkables.size(); ++module) {
    const auto& symbols = linkables[module].symbols;
    for (uint32_t symbol = 1; symbol < symbols.size(); ++symbol) {
      if (symbols[symbol].is_defined()) continue;
      const Binding binding = bindings.bind(module, symbol, LookupClass::kPlt);
      if (binding.kind != BindingKind::kDefined) continue;
      Found& found = between[{module, binding.definition.module}];
      if (++found.count <= kMostNames) found.names.push_back(printable(symbols[symbol].name));
    }
  }
  Json list = Json::array();
  for (const auto& [pair, found] : between)
    list.push_back({pair.first, pair.second, found.count, found.names});
  return list;
}

Json part_json(const FoldedFile& file) {
  Json segments = Json::array();
  for (const ContentsSegment& segment : file.segments)
    segments.push_back({{"at", segment.image}, {"size", segment.size}});
  return {{"name", printable(file.label())}, {"segments", std::move(segments)}};
}

// What the address map, JSON of the engine's own, says of where the parts are.
Json planned_parts(const FoldReport& report) {
  Json parts = Json::array();
  const Json map = Json::parse(report.map);
  for (const Json& part : map["parts"]) {
    Json segments = Json::array();
    for (const Json& segment : part["segments"])
      segments.push_back({{"at", segment["image"]}, {"size", segment["size"]}});
    parts.push_back(
        {{"name", part.value("soname", part.value("name", ""))}, {"segments", segments}});
  }
  return parts;
}

Json planned_fold(const std::string& file, const ResolveOptions& resolve) {
  FoldOptions options;
  options.program = file;
  options.resolve = resolve;
  options.dry_run = true;
  auto report = fold(options);
  if (!report) {
    const std::string reason = to_string(report.error());
    options.selection.keep = {"libc"};
    report = fold(options);
    if (!report) return {{"reason", reason}};
  }
  return {
      {"total", report->total}, {"size", report->output_size}, {"parts", planned_parts(*report)}};
}

Json fold_json(const Module& module, const Contents& contents) {
  Json parts = Json::array();
  for (const FoldedFile& part : contents.files) parts.push_back(part_json(part));
  return {{"total", contents.loader.has_value()},
          {"size", module.file.size()},
          {"parts", std::move(parts)}};
}

std::string page_of(const Json& data) {
  std::string json;
  // No name ends the script that it stands in.
  for (char c : data.dump(-1, ' ', true, Json::error_handler_t::replace)) {
    if (c == '<') {
      json += "\\u003c";
    } else {
      json += c;
    }
  }
  std::string page = kPageTemplate;
  const size_t place = page.find("DATA");
  return page.replace(place, 4, json);
}

}  // namespace

Result<ClosurePage> closure_page(const std::string& file, const ResolveOptions& options) {
  ONEFOLD_TRY(auto mapped, MappedFile::open(file));
  ONEFOLD_TRY(auto module, read_module(mapped.view()));
  if (!module.header.is_loadable() || !module.has_dynamic()) {
    return fail(module.file.error("PT_DYNAMIC",
                                  "a file that a loader gives libraries to, or a fold",
                                  "a static file, or none that a loader maps"));
  }
  ONEFOLD_TRY(auto contents, read_contents(module));
  ONEFOLD_TRY(auto closure, resolve_closure(file, options));
  ONEFOLD_TRY(auto bindings, bindings_json(closure));
  Json missing = Json::array();
  for (const MissingLibrary& library : closure.missing)
    missing.push_back({{"name", printable(library.name)}, {"requester", library.requester}});
  const Json data{{"file", printable(file, 4096)},
                  {"machine", module.machine != nullptr ? module.machine->name : "unknown"},
                  {"is_fold", contents.has_value()},
                  {"program", closure.program},
                  {"modules", modules_json(closure)},
                  {"missing", std::move(missing)},
                  {"bindings", std::move(bindings)},
                  {"fold", contents ? fold_json(module, *contents) : planned_fold(file, options)}};
  ONEFOLD_CHECK(mapped.check_intact());
  ONEFOLD_CHECK(closure.files->check_intact());
  ClosurePage page{page_of(data), {}};
  for (const ClosureEntry& entry : closure.entries)
    page.inputs.emplace_back(entry.module.file.name());
  return page;
}

}  // namespace onefold
