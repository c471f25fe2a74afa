#include <fmt/format.h>

#include <algorithm>

#include "base/counted.h"
#include "show/report.h"

namespace onefold {
namespace {

std::string version_text(const FoldedFile& file) {
  return file.package.empty() ? "no package noted"
                              : fmt::format("{} {}", file.package, file.version);
}

std::string host_text(const HostFile& host) {
  std::string text = fmt::format("{}", host_state_name(host.state));
  if (host.state == HostState::kDiffers && !host.version.empty())
    text += ": " + printable(host.version);
  if (host.error) text += ": " + to_string(*host.error);
  return text;
}

void add_file(std::string& text, const FoldedFile& file, const HostFile* host, size_t name_width,
              size_t width) {
  text += fmt::format("  {:<{}}  {:<{}}  {}", printable(file.label()), name_width,
                      printable(version_text(file)), width,
                      file.build_id.empty() ? "no build-id" : printable(file.build_id));
  if (host != nullptr) text += fmt::format("  {}", host_text(*host));
  text += '\n';
}

}  // namespace

std::string_view host_state_name(HostState state) {
  switch (state) {
    case HostState::kSame:
      return "same";
    case HostState::kDiffers:
      return "differs";
    case HostState::kAbsent:
      return "absent";
    case HostState::kUnknown:
      break;
  }
  return "unknown";
}

std::string contents_text(const ShowReport& report) {
  if (!report.contents) return "";
  const Contents& contents = *report.contents;
  std::vector<const FoldedFile*> files;
  files.reserve(contents.files.size() + 1);
  for (const FoldedFile& file : contents.files) files.push_back(&file);
  if (contents.loader) files.push_back(&*contents.loader);
  size_t name_width = 0, width = 0;
  for (const FoldedFile* file : files) {
    name_width = std::max(name_width, printable(file->label()).size());
    width = std::max(width, printable(version_text(*file)).size());
  }
  std::string text = fmt::format("\nfolded ({}; name, package, build-id{})\n",
                                 counted(files.size() - 1, "library", "libraries"),
                                 report.host.empty() ? "" : ", what is installed now");
  for (size_t i = 0; i < files.size(); ++i)
    add_file(text, *files[i], report.host.empty() ? nullptr : &report.host[i], name_width, width);
  if (!contents.c_library.empty())
    text += fmt::format("  the C library is inside: {}\n", printable(contents.c_library));
  if (!contents.cpu.empty())
    text += fmt::format("  for processors of the level {}\n", printable(contents.cpu));
  return text;
}

}  // namespace onefold
