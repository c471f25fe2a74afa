#include "answers.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace onefold {
namespace {

// Where a shell would find the program of that name; "" if nowhere. A name with a slash is a path.
std::string on_path(const std::string& name) {
  const char* path = std::getenv("PATH");
  if (path == nullptr || name.empty() || name.find('/') != std::string::npos) return "";
  for (std::string_view rest = path; !rest.empty();) {
    const std::string_view folder = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(folder.size() + 1, rest.size()));
    std::string file = fmt::format("{}/{}", folder, name);
    if (!folder.empty() && access(file.c_str(), X_OK) == 0) return file;
  }
  return "";
}

}  // namespace

void print_error(Error error) {
  if (error.field == "open") {
    if (const std::string file = on_path(error.file); !file.empty())
      error.found += fmt::format(" (there is {})", file);
  }
  fmt::print(stderr, "onefold: {}\n", to_string(error));
}

void print_warnings(const std::string& file, const std::vector<std::string>& warnings) {
  for (const std::string& warning : warnings)
    fmt::print(stderr, "onefold: warning: {}\n", warning_line(file, warning));
}

ExitCode print_out(const std::string& text) {
  bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (written && std::fflush(stdout) == 0) return kDone;
  print_error(
      Error{"standard output", "write", std::nullopt, "to write the answer", std::strerror(errno)});
  return kFailed;
}

}  // namespace onefold
