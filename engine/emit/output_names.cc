#include "emit/output_names.h"

#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

namespace onefold {
namespace {

// A file that is there is told by its inode; one that is not, by its folder's and its name in it.
using Identity = std::tuple<dev_t, ino_t, std::string>;

std::optional<Identity> identity_of(const std::string& path) {
  struct stat status{};
  if (stat(path.c_str(), &status) == 0) return Identity{status.st_dev, status.st_ino, ""};
  const size_t slash = path.rfind('/');
  const bool has_folder = slash != std::string::npos;
  const std::string folder = has_folder ? path.substr(0, slash + 1) : "./";
  if (stat(folder.c_str(), &status) != 0) return std::nullopt;  // nothing can be written there
  return Identity{status.st_dev, status.st_ino, has_folder ? path.substr(slash + 1) : path};
}

}  // namespace

Result<void> check_outputs(std::span<const std::string> outputs,
                           std::span<const std::string> inputs) {
  std::map<Identity, const std::string*> known;
  for (const std::string& input : inputs) {
    if (auto identity = identity_of(input)) known.emplace(*identity, &input);
  }
  for (const std::string& output : outputs) {
    if (output == "-") {
      return fail(Error{output, "output", std::nullopt,
                        "the name of a file (./- for one that is called so)",
                        "what stands for standard output"});
    }
    auto identity = identity_of(output);
    if (!identity) continue;
    auto [other, is_new] = known.emplace(*identity, &output);
    if (is_new) continue;
    const bool is_output = std::ranges::any_of(
        outputs, [&](const std::string& name) { return &name == other->second; });
    return fail(Error{
        output, "output", std::nullopt,
        is_output ? "another file for each output" : "a file that is not an input of the fold",
        *other->second});
  }
  return {};
}

}  // namespace onefold
