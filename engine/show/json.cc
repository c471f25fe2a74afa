#include <nlohmann/json.hpp>

#include "base/hex.h"
#include "base/json_text.h"
#include "elf/names.h"
#include "show/report.h"

namespace onefold {
namespace {

using Json = nlohmann::ordered_json;

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json segments_json(const Module& module) {
  Json list = Json::array();
  for (const Segment& s : module.segments) {
    list.push_back({{"type", segment_type_name(s.type, module.header.machine)},
                    {"type_number", s.type},
                    {"offset", s.offset.value},
                    {"vaddr", s.vaddr.value},
                    {"paddr", s.paddr.value},
                    {"filesz", s.filesz},
                    {"memsz", s.memsz},
                    {"align", s.align},
                    {"flags", s.flags}});
  }
  return list;
}

Json dynamic_json(const ShowReport& report) {
  const Module& module = *report.module;
  Json list = Json::array();
  for (size_t i = 0; i < report.dynamic_strings.size(); ++i) {
    const DynamicEntry& entry = module.dynamic[i];
    Json row{{"tag", dynamic_tag_name(entry.tag, module.header.machine)},
             {"tag_number", entry.tag},
             {"value", entry.value}};
    if (report.dynamic_strings[i]) row["string"] = *report.dynamic_strings[i];
    list.push_back(std::move(row));
  }
  return list;
}

Json versions_json(const Versions& versions) {
  Json defined = Json::array();
  for (const VersionDefinition& version : versions.defined) {
    defined.push_back({{"name", version.name},
                       {"index", version.index},
                       {"flags", version.flags},
                       {"parents", version.parents}});
  }
  Json needed = Json::array();
  for (const VersionNeed& need : versions.needed) {
    Json list = Json::array();
    for (const NeededVersion& version : need.versions) {
      list.push_back({{"name", version.name}, {"index", version.index}, {"flags", version.flags}});
    }
    needed.push_back({{"file", need.file}, {"versions", std::move(list)}});
  }
  return {{"defined", std::move(defined)}, {"needed", std::move(needed)}};
}

Json relocations_json(const ShowReport& report) {
  // No two types have one name: operator[] would look for it among all before it.
  Json::object_t by_type;
  for (const auto& [type, entries] : report.relocations.by_type) {
    by_type.emplace_back(relocation_name(*report.module, type), entries);
  }
  Json json = {{"total", report.relocations.total},
               {"by_type", std::move(by_type)},
               {"by_table", report.relocations.by_table},
               {"implicit_got", nullptr}};
  if (const auto& got = report.relocations.implicit_got) {
    json["implicit_got"] = {{"local", got->local_count}, {"global", got->global_count()}};
  }
  return json;
}

Json symbols_json(const SymbolSummary& symbols) {
  std::string_view source = "none";
  if (symbols.count.source == SymbolCountSource::kHash) source = "DT_HASH";
  if (symbols.count.source == SymbolCountSource::kGnuHash) source = "DT_GNU_HASH";
  return {{"count", symbols.count.count},
          {"defined", symbols.defined},
          {"undefined", symbols.undefined},
          {"source", source}};
}

Json tls_json(const Module& module) {
  const Segment* tls = find_segment(module.segments, PT_TLS);
  if (tls == nullptr) return nullptr;
  return {{"vaddr", tls->vaddr.value},
          {"filesz", tls->filesz},
          {"memsz", tls->memsz},
          {"align", tls->align}};
}

Json stack_json(const Module& module) {
  const Segment* stack = find_segment(module.segments, PT_GNU_STACK);
  if (stack == nullptr) return {{"present", false}, {"memsz", 0}, {"flags", ""}};
  return {{"present", true}, {"memsz", stack->memsz}, {"flags", segment_flags_text(stack->flags)}};
}

Json properties_json(const ShowReport& report) {
  Json list = Json::array();
  for (const GnuProperty& property : report.properties) {
    list.push_back({{"type", property.type}, {"data", hex(property.data)}});
  }
  return list;
}

Json slots_json(const Module& module, const std::vector<InitSlot>& slots) {
  Json list = Json::array();
  for (const InitSlot& slot : slots) {
    SlotTarget target = slot_target(module, slot);
    Json row{{"at", slot.at.value}};
    switch (target.kind) {
      case SlotKind::kEmpty:
        row["kind"] = "empty";
        break;
      case SlotKind::kStatic:
        row["kind"] = "static";
        row["address"] = target.address.value;
        break;
      case SlotKind::kRelative:
        row["kind"] = "relative";
        row["address"] = target.address.value;
        break;
      case SlotKind::kSymbolic:
        row["kind"] = "symbolic";
        row["symbol"] = target.symbol;
        row["addend"] = target.addend;
        break;
      case SlotKind::kOther:
        row["kind"] = relocation_name(module, target.type);
        break;
    }
    list.push_back(std::move(row));
  }
  return list;
}

Json address_json(const std::optional<ModuleAddress>& address) {
  return address ? Json(address->value) : Json(nullptr);
}

Json init_json(const ShowReport& report) {
  const Module& module = *report.module;
  return {{"init", address_json(report.init.init)},
          {"fini", address_json(report.init.fini)},
          {"preinit_array", slots_json(module, report.init.preinit_array)},
          {"init_array", slots_json(module, report.init.init_array)},
          {"fini_array", slots_json(module, report.init.fini_array)}};
}

Json unwind_json(const UnwindCounts& unwind) {
  Json json{{"eh_frame", nullptr}, {"exidx", nullptr}};
  if (unwind.eh_frame) {
    json["eh_frame"] = {{"table_entries", or_null(unwind.eh_frame->table_entries)},
                        {"cies", or_null(unwind.eh_frame->cies)},
                        {"fdes", or_null(unwind.eh_frame->fdes)}};
  }
  if (unwind.exidx) {
    json["exidx"] = {{"entries", unwind.exidx->entries},
                     {"cant_unwind", or_null(unwind.exidx->cant_unwind)},
                     {"inlined", or_null(unwind.exidx->inlined)},
                     {"tables", or_null(unwind.exidx->tables)}};
  }
  return json;
}

void add_closure(Json& json, const Closure& closure) {
  Json entries = Json::array();
  for (const ClosureEntry& entry : closure.entries) {
    entries.push_back({{"name", entry.name},
                       {"path", entry.path},
                       {"reason", entry.reason},
                       {"needed_by", or_null(entry.requester)},
                       {"needs", entry.needs}});
  }
  Json missing = Json::array();
  for (const MissingLibrary& library : closure.missing) {
    missing.push_back({{"name", library.name},
                       {"needed_by", library.requester},
                       {"passed_over", library.passed_over}});
  }
  json["closure"] = std::move(entries);
  json["missing"] = std::move(missing);
}

Json folded_file_json(const FoldedFile& file, const HostFile* host) {
  Json json{{"name", file.name},
            {"soname", file.soname},
            {"build_id", file.build_id},
            {"package", file.package},
            {"version", file.version}};
  if (host != nullptr) {
    json["host"] = {{"state", host_state_name(host->state)},
                    {"path", host->path},
                    {"version", host->version},
                    {"error", host->error ? Json(to_string(*host->error)) : Json(nullptr)}};
  }
  return json;
}

Json contents_json(const ShowReport& report) {
  if (!report.contents) return nullptr;
  const Contents& contents = *report.contents;
  Json files = Json::array();
  for (size_t i = 0; i < contents.files.size(); ++i) {
    files.push_back(
        folded_file_json(contents.files[i], report.host.empty() ? nullptr : &report.host[i]));
  }
  Json loader = nullptr;
  if (contents.loader) {
    loader =
        folded_file_json(*contents.loader, report.host.empty() ? nullptr : &report.host.back());
  }
  return {{"c_library", contents.c_library.empty() ? Json(nullptr) : Json(contents.c_library)},
          {"cpu", contents.cpu.empty() ? Json(nullptr) : Json(contents.cpu)},
          {"files", std::move(files)},
          {"loader", std::move(loader)}};
}

Json data_json(const FileData& data) {
  Json rows = Json::array();
  for (const Section& section : data.sections) {
    rows.push_back({{"section", printable(section.name)},
                    {"offset", section.offset.value},
                    {"size", section.size}});
  }
  if (!data.appended.empty()) {
    rows.push_back(
        {{"section", nullptr}, {"offset", data.appended_at.value}, {"size", data.appended.size()}});
  }
  return rows;
}

}  // namespace

std::string to_json(const ShowReport& report, const Closure* closure) {
  const Module& module = *report.module;
  const Header& header = module.header;
  Json json{{"file", module.file.name()},
            {"class", header.format.is_64() ? 64 : 32},
            {"byte_order", header.format.order == std::endian::little ? "little" : "big"},
            {"os_abi", os_abi_name(header.os_abi)},
            {"type", file_type_name(header.type)},
            {"kind", report.kind},
            {"machine", module.machine != nullptr ? Json(module.machine->name) : Json(nullptr)},
            {"machine_number", header.machine},
            {"flags", header.flags},
            {"entry", header.entry.value},
            {"interpreter", or_null(report.interpreter)},
            {"soname", or_null(report.soname)},
            {"rpath", or_null(report.rpath)},
            {"runpath", or_null(report.runpath)},
            {"needed", report.needed},
            {"build_id", report.build_id.empty() ? Json(nullptr) : Json(hex(report.build_id))},
            {"data", data_json(report.data)},
            {"segments", segments_json(module)},
            {"dynamic", dynamic_json(report)},
            {"symbols", symbols_json(report.symbols)},
            {"versions", versions_json(report.versions)},
            {"relocations", relocations_json(report)},
            {"tls", tls_json(module)},
            {"stack", stack_json(module)},
            {"properties", properties_json(report)},
            {"init", init_json(report)},
            {"unwind", unwind_json(report.unwind)},
            {"contents", contents_json(report)}};
  if (closure != nullptr) add_closure(json, *closure);
  return json_text(json);
}

}  // namespace onefold
