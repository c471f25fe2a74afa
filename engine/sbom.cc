#include "sbom.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "base/json_text.h"

namespace onefold {
namespace {

using Json = nlohmann::ordered_json;

std::string file_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

// purl's percent encoding: everything but letters, digits, ".-_~" and the colon.
std::string encoded(std::string_view text) {
  constexpr std::string_view kPlain = ".-_~:";
  std::string result;
  for (char c : text) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || kPlain.find(c) != std::string_view::npos;
    result += is_plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return result;
}

bool is_version(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos &&
         text.front() != '.' && text.back() != '.';
}

Json licences_json(const Licences& licences) {
  Json list = Json::array();
  for (const std::string& name : licences.names) {
    const std::string id = spdx_id(name);
    list.push_back({{"license", {{id.empty() ? "name" : "id", id.empty() ? name : id}}}});
  }
  return list;
}

class Bill {
 public:
  Bill(const FoldReport& report, const std::string& version) : report_(report), version_(version) {}

  std::string text() const {
    const std::string machine = report_.machine;
    Json properties = Json::array({property("machine", machine)});
    if (!report_.c_library.empty()) properties.push_back(property("c-library", report_.c_library));
    Json json{{"$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json"},
              {"bomFormat", "CycloneDX"},
              {"specVersion", "1.6"},
              {"version", 1},
              {"metadata",
               {{"tools",
                 {{"components",
                   Json::array(
                       {{{"type", "application"}, {"name", "onefold"}, {"version", version_}}})}}},
                {"component", program()},
                {"properties", std::move(properties)}}},
              {"components", components()},
              {"dependencies", dependencies()}};
    return json_text(json);
  }

 private:
  static Json property(const char* name, const std::string& value) {
    return {{"name", fmt::format("onefold:{}", name)}, {"value", value}};
  }

  // Unique, and the same for the same fold.
  std::string reference(size_t i) const {
    return fmt::format("{}/{}", i, file_name(report_.folded[i].path));
  }

  Json file(size_t i, const char* type) const {
    const FoldedPart& part = report_.folded[i];
    Json json{{"type", type},
              {"bom-ref", reference(i)},
              {"name", file_name(i == 0 ? part.path : part.name)}};
    if (part.package) json["version"] = part.package->version;
    Json properties = Json::array();
    if (i != 0) properties.push_back(property("path", part.path));
    if (!part.build_id.empty()) properties.push_back(property("build-id", part.build_id));
    properties.push_back(property("size", fmt::format("{}", part.size)));
    json["properties"] = std::move(properties);
    return json;
  }

  void add_package(Json& json, const FoldedPart& part) const {
    json["purl"] = package_url(*part.package, report_.system, report_.system_version);
    if (!part.licences.names.empty()) json["licenses"] = licences_json(part.licences);
  }

  Json program() const {
    Json json = file(0, "application");
    if (report_.folded.front().package) add_package(json, report_.folded.front());
    return json;
  }

  Json package(const std::vector<size_t>& files) const {
    const FoldedPart& first = report_.folded[files.front()];
    const Package& package = *first.package;
    Json json{{"type", "library"},
              {"bom-ref", package_url(package, report_.system, report_.system_version)},
              {"name", package.name},
              {"version", package.version}};
    add_package(json, first);
    Json properties =
        Json::array({property("source", package.source + " " + package.source_version)});
    if (!first.licences.names.empty()) {
      properties.push_back(
          property("licences", first.licences.declared
                                   ? "declared in the copyright file, of the whole source package"
                                   : "referred to by the copyright file, others left out"));
    }
    json["properties"] = std::move(properties);
    Json list = Json::array();
    for (size_t i : files) list.push_back(file(i, "file"));
    json["components"] = std::move(list);
    return json;
  }

  Json components() const {
    std::map<std::pair<std::string, std::string>, std::vector<size_t>> packages;
    Json list = Json::array();
    for (size_t i = 1; i < report_.folded.size(); ++i) {
      const auto& owner = report_.folded[i].package;
      if (owner) {
        packages[{owner->name, owner->architecture}].push_back(i);
      } else {
        list.push_back(file(i, "library"));
      }
    }
    for (const auto& [name, files] : packages) list.push_back(package(files));
    return list;
  }

  Json dependencies() const {
    Json list = Json::array();
    for (size_t i = 0; i < report_.folded.size(); ++i) {
      std::set<std::string> needs;
      for (size_t needed : report_.folded[i].needs) needs.insert(reference(needed));
      list.push_back({{"ref", reference(i)}, {"dependsOn", needs}});
    }
    return list;
  }

  const FoldReport& report_;
  const std::string& version_;
};

// Names that SPDX spells otherwise, or the same.
constexpr std::pair<std::string_view, std::string_view> kNames[] = {
    {"Apache-2.0", "Apache-2.0"},
    {"Artistic-2.0", "Artistic-2.0"},
    {"BSD-2-clause", "BSD-2-Clause"},
    {"BSD-3-clause", "BSD-3-Clause"},
    {"BSD-4-clause", "BSD-4-Clause"},
    {"BSL-1.0", "BSL-1.0"},
    {"CC0", "CC0-1.0"},
    {"CC0-1.0", "CC0-1.0"},
    {"Expat", "MIT"},
    {"FTL", "FTL"},
    {"ISC", "ISC"},
    {"MIT", "MIT"},
    {"MPL-1.1", "MPL-1.1"},
    {"MPL-2.0", "MPL-2.0"},
    {"OpenSSL", "OpenSSL"},
    {"X11", "X11"},
    {"Zlib", "Zlib"},
    {"curl", "curl"},
    {"zlib", "Zlib"}};

// SPDX knows these alone; Debian's files have others too, by mistake.
constexpr std::string_view kGnu[] = {"AGPL-3.0", "GPL-1.0",  "GPL-2.0", "GPL-3.0",
                                     "LGPL-2.0", "LGPL-2.1", "LGPL-3.0"};

}  // namespace

std::string spdx_id(const std::string& debian) {
  for (const auto& [ours, theirs] : kNames) {
    if (ours == debian) return std::string(theirs);
  }
  std::string_view name = debian;
  const bool later = name.ends_with('+');
  if (later) name.remove_suffix(1);
  const size_t dash = name.find('-');
  if (dash == std::string_view::npos || !is_version(name.substr(dash + 1))) return "";
  std::string full(name);
  if (full.find('.', dash) == std::string::npos) full += ".0";
  if (std::ranges::find(kGnu, full) == std::end(kGnu)) return "";
  return full + (later ? "-or-later" : "-only");
}

std::string package_url(const Package& package, const std::string& system,
                        const std::string& system_version) {
  std::string url = "pkg:deb/";
  if (!system.empty()) url += encoded(system) + "/";
  url += fmt::format("{}@{}?arch={}", encoded(package.name), encoded(package.version),
                     encoded(package.architecture));
  if (!system.empty() && !system_version.empty())
    url += fmt::format("&distro={}-{}", encoded(system), encoded(system_version));
  return url;
}

std::string to_cyclonedx(const FoldReport& report, const std::string& onefold_version) {
  return Bill(report, onefold_version).text();
}

}  // namespace onefold
