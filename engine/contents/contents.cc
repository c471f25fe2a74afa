#include "contents/contents.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "read/notes.h"

namespace onefold {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kOwner = "Onefold";
constexpr uint32_t kType = 1;

std::string text_of(const Json& json, const char* key) {
  auto at = json.find(key);
  return at != json.end() && at->is_string() ? at->get<std::string>() : "";
}

bool read_number(const Json& json, const char* key, uint64_t& value) {
  auto at = json.find(key);
  if (at == json.end() || !at->is_number_unsigned()) return false;
  value = at->get<uint64_t>();
  return true;
}

// More than any fold has; each is looked for in every segment.
constexpr size_t kMostChanges = 1000;

bool read_change(const Json& json, ContentsChange& change) {
  if (!json.is_object() || !read_number(json, "module", change.module)) return false;
  auto was = json.find("was");
  if (was == json.end() || !was->is_array()) return false;
  for (const Json& byte : *was) {
    if (!byte.is_number_unsigned() || byte.get<uint64_t>() > 0xff) return false;
    change.was.push_back(static_cast<std::byte>(byte.get<uint64_t>()));
  }
  return true;
}

std::optional<FoldedFile> read_file(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  FoldedFile file{.name = text_of(json, "name"),
                  .soname = text_of(json, "soname"),
                  .build_id = text_of(json, "build_id"),
                  .package = text_of(json, "package"),
                  .version = text_of(json, "version")};
  auto segments = json.find("segments");
  if (file.name.empty() || segments == json.end() || !segments->is_array()) return std::nullopt;
  for (const Json& entry : *segments) {
    ContentsSegment& segment = file.segments.emplace_back();
    if (!entry.is_object() || !read_number(entry, "module", segment.module) ||
        !read_number(entry, "image", segment.image) || !read_number(entry, "size", segment.size))
      return std::nullopt;
  }
  auto changed = json.find("changed");
  if (changed == json.end()) return file;
  if (!changed->is_array() || changed->size() > kMostChanges) return std::nullopt;
  for (const Json& entry : *changed) {
    if (!read_change(entry, file.changed.emplace_back())) return std::nullopt;
  }
  return file;
}

std::optional<Contents> parse(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded() || !json.is_object()) return std::nullopt;
  auto format = json.find("format");
  auto parts = json.find("parts");
  if (format == json.end() || *format != 1 || parts == json.end() || !parts->is_array() ||
      parts->empty())
    return std::nullopt;
  Contents contents;
  for (const Json& part : *parts) {
    auto file = read_file(part);
    if (!file) return std::nullopt;
    contents.files.push_back(std::move(*file));
  }
  if (auto loader = json.find("loader"); loader != json.end()) {
    contents.loader = read_file(*loader);
    if (!contents.loader) return std::nullopt;
  }
  contents.c_library = text_of(json, "libc");
  contents.cpu = text_of(json, "cpu");
  return contents;
}

}  // namespace

Result<std::optional<Contents>> read_contents(const Module& module) {
  ONEFOLD_TRY(auto notes, read_notes(module));
  auto is_own = [](const Note& note) { return note.name == kOwner && note.type == kType; };
  auto own = std::ranges::find_if(notes, is_own);
  if (own == notes.end()) return std::nullopt;
  // Another reader might take the other one.
  if (auto second = std::find_if(own + 1, notes.end(), is_own); second != notes.end()) {
    return fail(module.file.error("PT_NOTE", module.offset_in_file(second->desc),
                                  "one note of a fold", "a second one"));
  }
  std::string_view text(reinterpret_cast<const char*>(own->desc.data()), own->desc.size());
  text = text.substr(0, text.find('\0'));
  auto contents = parse(text);
  if (!contents) {
    return fail(module.file.error("PT_NOTE", module.offset_in_file(own->desc),
                                  "the list of what was folded, in JSON", printable(text, 64)));
  }
  return contents;
}

}  // namespace onefold
