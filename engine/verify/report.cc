#include "verify/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/counted.h"
#include "base/error.h"
#include "base/json_text.h"

namespace onefold::verify {
namespace {

constexpr std::string_view kNames[] = {
    "input",       "address map", "bytes",     "relocation", "binding",  "TLS",  "copy",
    "initialiser", "segment",     "RELRO",     "stack",      "header",   "stub", "name",
    "version",     "export",      "unwinding", "property",   "file data"};
static_assert(std::size(kNames) == static_cast<size_t>(Aspect::kCount));

}  // namespace

std::string_view aspect_name(Aspect aspect) { return kNames[static_cast<size_t>(aspect)]; }

void Report::differ(Aspect aspect, std::string_view where, std::string_view expected,
                    std::string_view found) {
  ++total_;
  if (++differing_[static_cast<size_t>(aspect)] > kMostListed) return;
  differences_.push_back({aspect, printable(where), printable(expected), printable(found)});
}

void Report::known(std::string_view what, std::string_view example) {
  auto row = std::ranges::find(known_, what, &KnownDifference::what);
  if (row == known_.end()) {
    known_.push_back({std::string(what), 1, printable(example)});
  } else {
    ++row->count;
  }
}

void Report::add(const Report& other) {
  Counts listed = differing_;
  for (const Difference& difference : other.differences_) {
    if (listed[static_cast<size_t>(difference.aspect)]++ < kMostListed)
      differences_.push_back(difference);
  }
  for (size_t i = 0; i < compared_.size(); ++i) {
    compared_[i] += other.compared_[i];
    differing_[i] += other.differing_[i];
  }
  total_ += other.total_;
  known_.insert(known_.end(), other.known_.begin(), other.known_.end());
}

std::string to_text(const Report& report, size_t most) {
  std::string text =
      fmt::format("{}: {}\n", printable(report.folded, 4096),
                  report.same() ? "means the same as " + printable(report.original, 4096)
                                : fmt::format("{} from {}",
                                              counted(report.total(), "difference", "differences"),
                                              printable(report.original, 4096)));
  for (size_t i = 0; i < static_cast<size_t>(Aspect::kCount); ++i) {
    const auto aspect = static_cast<Aspect>(i);
    const uint64_t compared = report.compared_of(aspect);
    const uint64_t differing = report.differing_of(aspect);
    if (compared == 0 && differing == 0) continue;
    text += fmt::format("  {:<12} {:>10} compared", aspect_name(aspect), compared);
    text += differing == 0 ? "\n" : fmt::format(", {} differ\n", differing);
  }
  for (const KnownDifference& known : report.known_differences()) {
    text += fmt::format("  known: {} ({}: {})\n", known.what, known.count, known.example);
  }
  size_t listed = 0;
  for (const Difference& d : report.differences()) {
    if (listed++ == most) break;
    text += fmt::format("{}: {}: expected {}, found {}\n", aspect_name(d.aspect), d.where,
                        d.expected, d.found);
  }
  if (report.total() > most) text += fmt::format("and {} more\n", report.total() - most);
  return text;
}

std::string to_json(const Report& report) {
  using Json = nlohmann::ordered_json;
  Json counts = Json::object();
  for (size_t i = 0; i < static_cast<size_t>(Aspect::kCount); ++i) {
    const auto aspect = static_cast<Aspect>(i);
    counts[std::string(aspect_name(aspect))] = {{"compared", report.compared_of(aspect)},
                                                {"differing", report.differing_of(aspect)}};
  }
  Json differences = Json::array();
  for (const Difference& d : report.differences()) {
    differences.push_back({{"aspect", aspect_name(d.aspect)},
                           {"where", d.where},
                           {"expected", d.expected},
                           {"found", d.found}});
  }
  Json known = Json::array();
  for (const KnownDifference& k : report.known_differences()) {
    known.push_back({{"what", k.what}, {"count", k.count}, {"example", k.example}});
  }
  Json json{{"original", report.original},
            {"folded", report.folded},
            {"same", report.same()},
            {"total", report.total()},
            {"counts", std::move(counts)},
            {"known", std::move(known)},
            {"differences", std::move(differences)}};
  return json_text(json);
}

}  // namespace onefold::verify
