#include "verify/claim.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <nlohmann/json.hpp>

#include "base/hex.h"
#include "read/notes.h"

namespace onefold::verify {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kOwner = "Onefold";
constexpr uint32_t kType = 1;
constexpr int kFormat = 1;

bool get(const Json& json, const char* key, uint64_t& value) {
  auto found = json.find(key);
  if (found == json.end() || !found->is_number_unsigned()) return false;
  value = found->get<uint64_t>();
  return true;
}

void get(const Json& json, const char* key, std::string& value) {
  auto found = json.find(key);
  if (found != json.end() && found->is_string()) value = found->get<std::string>();
}

bool read_change(const Json& json, ClaimedChange& change) {
  uint64_t module = 0;
  if (!json.is_object() || !get(json, "module", module)) return false;
  change.module = ModuleAddress(module);
  auto was = json.find("was");
  if (was == json.end() || !was->is_array()) return false;
  for (const Json& byte : *was) {
    if (!byte.is_number_unsigned() || byte.get<uint64_t>() > UINT8_MAX) return false;
    change.was.push_back(static_cast<std::byte>(byte.get<uint64_t>()));
  }
  return true;
}

bool read_part(const Json& json, ClaimedPart& part) {
  if (!json.is_object() || !get(json, "bias", part.bias)) return false;
  get(json, "name", part.name);
  get(json, "soname", part.soname);
  get(json, "build_id", part.build_id);
  get(json, "xxh128", part.xxh128);
  auto segments = json.find("segments");
  if (segments == json.end() || !segments->is_array()) return false;
  for (const Json& s : *segments) {
    ClaimedSegment segment;
    uint64_t module = 0;
    if (!s.is_object() || !get(s, "module", module) || !get(s, "image", segment.image) ||
        !get(s, "size", segment.size)) {
      return false;
    }
    segment.module = ModuleAddress(module);
    part.segments.push_back(segment);
  }
  if (auto changed = json.find("changed"); changed != json.end()) {
    if (!changed->is_array()) return false;
    for (const Json& entry : *changed) {
      if (!read_change(entry, part.changed.emplace_back())) return false;
    }
  }
  return !part.name.empty();
}

}  // namespace

std::string hash_text(std::span<const std::byte> bytes) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.data(), bytes.size()));
  return hex(std::as_bytes(std::span(canonical.digest)));
}

Result<Claim> read_claim(const Module& folded) {
  ONEFOLD_TRY(auto notes, read_notes(folded));
  const Note* own = nullptr;
  for (const Note& note : notes) {
    if (note.name != kOwner || note.type != kType) continue;
    if (own != nullptr) {
      return fail(folded.file.error("PT_NOTE", folded.offset_in_file(note.desc),
                                    "one note of a fold", "a second one"));
    }
    own = &note;
  }
  if (own == nullptr) {
    return fail(folded.file.error("PT_NOTE", "the note of a fold, with its address map", "none"));
  }
  std::string_view text(reinterpret_cast<const char*>(own->desc.data()), own->desc.size());
  text = text.substr(0, text.find('\0'));
  const Json json = Json::parse(text, nullptr, false);
  auto wrong = [&](std::string expected) {
    return fail(folded.file.error("PT_NOTE", folded.offset_in_file(own->desc), std::move(expected),
                                  printable(text, 64)));
  };
  if (json.is_discarded() || !json.is_object()) return wrong("an address map in JSON");
  auto format = json.find("format");
  if (format == json.end() || *format != kFormat) return wrong("an address map of format 1");
  auto list = json.find("parts");
  if (list == json.end() || !list->is_array() || list->empty()) return wrong("a list of parts");
  Claim claim;
  for (const Json& part : *list) {
    if (!read_part(part, claim.parts.emplace_back()))
      return wrong("parts with name, bias and segments");
  }
  if (auto loader = json.find("loader"); loader != json.end()) {
    if (!read_part(*loader, claim.loader.emplace()))
      return wrong("a loader with name, bias and segments");
  }
  uint64_t dlsym = 0;
  if (get(json, "dlsym", dlsym)) claim.dlsym = dlsym;
  uint64_t dlopen = 0;
  if (get(json, "dlopen", dlopen)) claim.dlopen = dlopen;
  get(json, "cpu", claim.cpu);
  if (auto opened = json.find("opened"); opened != json.end() && opened->is_array()) {
    for (const Json& name : *opened) {
      if (name.is_string()) claim.opened.push_back(name.get<std::string>());
    }
  }
  return claim;
}

Result<bool> is_claimed_file(const ClaimedPart& claim, const Module& module) {
  ONEFOLD_TRY(auto notes, read_notes(module));
  auto build_id = find_build_id(notes);
  if (!build_id.empty()) return hex(build_id) == claim.build_id;
  return hash_text(module.file.all()) == claim.xxh128;
}

}  // namespace onefold::verify
