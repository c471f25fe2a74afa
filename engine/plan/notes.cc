#include "plan/notes.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <map>

#include "base/checked.h"
#include "base/hex.h"
#include "base/json_writer.h"
#include "machine/cpu_levels.h"

namespace onefold {
namespace {

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

std::vector<std::byte> content_hash(std::span<const std::byte> content) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(content.data(), content.size()));
  auto bytes = std::as_bytes(std::span(canonical.digest));
  return {bytes.begin(), bytes.end()};
}

class NoteWriter {
 public:
  explicit NoteWriter(Format format) : format_(format) {}

  void add(std::string_view owner, uint32_t type, std::span<const std::byte> desc) {
    with_format(format_, [&]<typename E>() {
      typename E::Nhdr header;
      header.n_namesz = static_cast<uint32_t>(owner.size() + 1);
      header.n_descsz = static_cast<uint32_t>(desc.size());
      header.n_type = type;
      append(std::as_bytes(std::span(&header, 1)));
    });
    append(bytes_of(owner));
    bytes_.push_back(std::byte{0});
    pad(4);
    append(desc);
    pad(4);
  }
  std::vector<std::byte> take() { return std::move(bytes_); }

 private:
  void pad(uint64_t align) { bytes_.resize(as_size(align_up(bytes_.size(), align))); }
  void append(std::span<const std::byte> more) {
    bytes_.insert(bytes_.end(), more.begin(), more.end());
  }

  Format format_;
  std::vector<std::byte> bytes_;
};

// GNU_PROPERTY_*_AND ranges: a feature holds only if every part has it; *_OR ranges: what any part
// needs. Linux gABI extensions, "Program Property"; x86 psABI, "Program Property".
enum class Combination : uint8_t { kAnd, kOr, kUnknown };
Combination combination_of(uint32_t type) {
  if (type >= 0xb0000000 && type <= 0xb0007fff)
    return Combination::kAnd;  // GNU_PROPERTY_UINT32_AND_*
  if (type >= 0xb0008000 && type <= 0xb000ffff)
    return Combination::kOr;  // GNU_PROPERTY_UINT32_OR_*
  if (type >= 0xc0000002 && type <= 0xc0007fff)
    return Combination::kAnd;  // x86 and aarch64 FEATURE_1_AND
  if (type >= 0xc0008000 && type <= 0xc000ffff) return Combination::kOr;  // x86 ISA_1_NEEDED
  if (type == 0xc0000000) return Combination::kAnd;                       // aarch64 FEATURE_1_AND
  return Combination::kUnknown;
}

using Properties = std::map<uint32_t, uint32_t>;

Result<Properties> properties_of(const Module& module) {
  ONEFOLD_TRY(auto notes, read_notes(module));
  ONEFOLD_TRY(auto list, read_gnu_properties(module, notes));
  Properties properties;
  for (const GnuProperty& property : list) {
    if (property.data.size() != 4 || combination_of(property.type) == Combination::kUnknown)
      continue;
    with_format(module.format(), [&]<typename E>() {
      properties[property.type] = FileView::as_table<typename E::Word>(property.data)[0];
    });
  }
  return properties;
}

Result<Properties> combined_properties(const Parts& parts) {
  Properties all;
  for (size_t i = 0; i < parts.list.size(); ++i) {
    ONEFOLD_TRY(auto own, properties_of(*parts.list[i].module));
    if (i == 0) {
      all = own;
      continue;
    }
    for (auto& [type, value] : all) {
      if (combination_of(type) == Combination::kAnd) value &= own.contains(type) ? own[type] : 0U;
    }
    for (const auto& [type, value] : own) {
      if (combination_of(type) == Combination::kOr) all[type] |= value;
    }
  }
  std::erase_if(all, [](const auto& property) { return property.second == 0; });
  return all;
}

std::vector<std::byte> encode_properties(const Properties& properties, Format format) {
  std::vector<std::byte> bytes;
  with_format(format, [&]<typename E>() {
    for (const auto& [type, value] : properties) {
      typename E::Word words[3] = {type, 4U, value};
      auto raw = std::as_bytes(std::span(words));
      bytes.insert(bytes.end(), raw.begin(), raw.end());
      bytes.resize(as_size(align_up(bytes.size(), format.word_size())));
    }
  });
  return bytes;
}

std::string_view identity_key(std::span<const std::byte> build_id) {
  return build_id.empty() ? "xxh128" : "build_id";
}

// Which file a part is, and where it lies: the members of an object.
Result<void> describe_part(const Part& part, std::string_view name, const Package* package,
                           JsonWriter& map) {
  ONEFOLD_TRY(auto notes, read_notes(*part.module));
  map.member("name", name);
  if (!part.linkable->soname.empty()) map.member("soname", part.linkable->soname);
  auto build_id = find_build_id(notes);
  map.member(identity_key(build_id),
             hex(build_id.empty() ? content_hash(part.module->file.all()) : build_id));
  if (package != nullptr) {
    map.member("package", package->name + ":" + package->architecture);
    map.member("version", package->version);
  }
  map.member("bias", part.bias);
  if (part.has_tls) map.member("tls", part.tls_offset);  // of its block in the fold's one
  map.key("segments");
  map.open_array();
  for (const Segment& segment : part.loads()) {
    map.open_object();
    map.member("module", segment.vaddr.value);
    map.member("image", part.place(segment.vaddr).value);
    map.member("size", segment.memsz);
    map.close_object();
  }
  map.close_array();
  return {};
}

// What the loader's file has where the fold has a jump.
Result<void> describe_changes(const Part& loader, const QueryPlan& queries, JsonWriter& map) {
  map.key("changed");
  map.open_array();
  for (const QueryPlan::Site& site : queries.sites) {
    ONEFOLD_TRY(auto bytes, loader.module->bytes_at(site.at, queries.code->jump_size, "PT_LOAD"));
    map.open_object();
    map.member("module", site.at.value);
    map.key("was");
    map.open_array();
    for (std::byte byte : bytes) map.value(std::to_integer<uint64_t>(byte));
    map.close_array();
    map.close_object();
  }
  map.close_array();
  return {};
}

Result<void> describe_loader(const NotesInput& input, JsonWriter& map) {
  map.key("loader");
  map.open_object();
  ONEFOLD_CHECK(describe_part(*input.loader, input.loader_name,
                              input.provenance.package(input.loader->scope_index), map));
  if (!input.queries.sites.empty())
    ONEFOLD_CHECK(describe_changes(*input.loader, input.queries, map));
  map.close_object();
  return {};
}

Result<std::string> describe(const NotesInput& input) {
  JsonWriter map;
  map.open_object();
  map.member("format", uint64_t{1});
  map.key("parts");
  map.open_array();
  for (size_t i = 0; i < input.parts.list.size(); ++i) {
    const Part& part = input.parts.list[i];
    map.open_object();
    ONEFOLD_CHECK(
        describe_part(part, input.names[i], input.provenance.package(part.scope_index), map));
    map.close_object();
  }
  map.close_array();
  if (input.loader != nullptr) ONEFOLD_CHECK(describe_loader(input, map));
  if (!input.provenance.c_library.empty()) map.member("libc", input.provenance.c_library);
  if (input.dlsym.value != 0) map.member("dlsym", input.dlsym.value);
  if (input.dlopen.value != 0) map.member("dlopen", input.dlopen.value);
  if (!input.opened.empty()) {
    map.key("opened");
    map.open_array();
    for (const std::string& name : input.opened) map.value(name);
    map.close_array();
  }
  if (input.level != nullptr) map.member("cpu", input.level->name);
  map.close_object();
  return map.take();
}

std::string package_note(const Package& package, std::string_view system) {
  JsonWriter note;
  note.open_object();
  note.member("type", std::string_view("deb"));
  if (!system.empty()) note.member("os", system);
  note.member("name", package.name);
  note.member("version", package.version);
  note.member("architecture", package.architecture);
  note.close_object();
  return note.take();
}

}  // namespace

Result<NotesPlan> plan_notes(const NotesInput& input) {
  const Parts& parts = input.parts;
  const Machine& machine = input.machine;
  NotesPlan plan;
  ONEFOLD_TRY(auto properties, combined_properties(parts));
  if (!properties.empty()) {
    auto desc = encode_properties(properties, machine.format);
    NoteWriter property(machine.format);
    property.add(ELF_NOTE_GNU, NT_GNU_PROPERTY_TYPE_0, desc);
    plan.property = property.take();
  }
  NoteWriter writer(machine.format);
  ONEFOLD_TRY(auto own, read_notes(*parts.program().module));
  for (const Note& note : own) {
    const bool replaced = note.name == ELF_NOTE_GNU &&
                          (note.type == NT_GNU_BUILD_ID || note.type == NT_GNU_PROPERTY_TYPE_0);
    if (!replaced && note.name != kFoldNoteOwner) writer.add(note.name, note.type, note.desc);
  }
  const Package* package = input.provenance.package(0);
  if (package != nullptr &&
      std::ranges::none_of(own, [](const Note& note) { return note.name == kPackageNoteOwner; })) {
    const std::string text = package_note(*package, input.provenance.system);
    writer.add(kPackageNoteOwner, kPackageNoteType,
               std::as_bytes(std::span(text.c_str(), text.size() + 1)));
  }
  ONEFOLD_TRY(std::string text, describe(input));
  text.resize(std::max(text.size(), input.least_map), ' ');
  writer.add(ELF_NOTE_GNU, NT_GNU_BUILD_ID, content_hash(bytes_of(text)));
  writer.add(kFoldNoteOwner, kFoldNoteType,
             std::as_bytes(std::span(text.c_str(), text.size() + 1)));
  plan.notes = writer.take();
  plan.map = std::move(text);
  return plan;
}

}  // namespace onefold
