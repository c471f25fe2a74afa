#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <span>

#include "base/counted.h"
#include "base/json_text.h"
#include "doctor.h"

namespace onefold {
namespace {

using Json = nlohmann::ordered_json;

std::string prospect_text(std::string_view name, const Prospect& prospect) {
  if (!prospect.reason.empty())
    return fmt::format("  {:<18} cannot be made: {}\n", name, prospect.reason);
  std::string text = fmt::format("  {:<18} can be made: {} inside, {} bytes\n", name,
                                 counted(prospect.report.folded.size() - 1, "library", "libraries"),
                                 prospect.report.output_size);
  for (const std::string& warning : prospect.report.warnings)
    text += fmt::format("  {:<18} warning: {}\n", "", printable(warning, 8192));
  return text;
}

std::string first_of(const std::vector<std::string>& list) {
  constexpr size_t kMost = 6;
  std::string text;
  for (const std::string& item : std::span(list).first(std::min(list.size(), kMost)))
    text += (text.empty() ? "" : ", ") + printable(item);
  if (list.size() > kMost) text += fmt::format(" and {} more", list.size() - kMost);
  return text;
}

Json prospect_json(const Prospect& prospect) {
  if (!prospect.reason.empty()) return {{"can_be_made", false}, {"reason", prospect.reason}};
  return {{"can_be_made", true},
          {"libraries", prospect.report.folded.size() - 1},
          {"output_size", prospect.report.output_size},
          {"warnings", prospect.report.warnings}};
}

}  // namespace

std::string to_text(const Diagnosis& diagnosis) {
  std::string text = printable(diagnosis.program, 4096) + "\n";
  text += prospect_text("total fold", diagnosis.total);
  text += prospect_text("fold --keep libc", diagnosis.beside_libc);
  if (!diagnosis.foldable()) return text;
  if (diagnosis.findings.empty())
    return text + "\nnothing was found that a fold would do otherwise\n";
  text += "\nwhat stays outside of a fold, or is otherwise in it\n";
  for (const Finding& finding : diagnosis.findings) {
    text += fmt::format("  {:<13} {} ({})\n", finding.topic, finding.what, finding.advice);
    if (!finding.because.empty())
      text += fmt::format("  {:<13}   {}\n", "", first_of(finding.because));
    if (!finding.modules.empty())
      text += fmt::format("  {:<13}   in {}\n", "", first_of(finding.modules));
  }
  return text;
}

std::string to_json(const Diagnosis& diagnosis) {
  Json findings = Json::array();
  for (const Finding& finding : diagnosis.findings) {
    findings.push_back({{"topic", finding.topic},
                        {"what", finding.what},
                        {"because", finding.because},
                        {"modules", finding.modules},
                        {"advice", finding.advice}});
  }
  const Json json{{"program", diagnosis.program},
                  {"total", prospect_json(diagnosis.total)},
                  {"keep_libc", prospect_json(diagnosis.beside_libc)},
                  {"findings", std::move(findings)}};
  return json_text(json);
}

}  // namespace onefold
