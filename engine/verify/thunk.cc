#include "verify/thunk.h"

#include <fmt/format.h>

#include "base/checked.h"
#include "verify/stub.h"

namespace onefold::verify {
namespace {

// The message that a thunk at `at` prints; empty: there is no thunk.
std::string_view thunk_message(const Context& context, uint64_t at) {
  const Module& fold = *context.fold().module;
  const PsAbi& psabi = context.psabi();
  auto code = fold.bytes_at(ModuleAddress(at), psabi.thunk_size, "thunk");
  if (!code) return {};
  const auto thunk = psabi.read_thunk(*code, at);
  const auto stub = find_stub(context);
  if (!thunk || !stub || thunk->report != stub->code + psabi.stub.report) return {};
  auto bytes = fold.bytes_from(ModuleAddress(thunk->message), "message");
  if (!bytes) return {};
  // Names of files and symbols in it are short; without a limit many sites could make this long.
  constexpr size_t kMost = 16384;
  std::string_view rest(reinterpret_cast<const char*>(bytes->data()),
                        std::min(kMost, bytes->size()));
  const size_t end = rest.find('\0');
  return end == std::string_view::npos ? std::string_view{} : rest.substr(0, end);
}

// Does the message end with the name and version that are undefined? One thunk serves all
// references to a name, whatever their version.
enum class Says : uint8_t { kNothing, kName, kVersion };
Says says_undefined(std::string_view message, std::string_view name, const Version* version) {
  if (name.size() > message.size()) return Says::kNothing;  // which may be of any length
  const std::string text = fmt::format(": undefined symbol: {}", name);
  const std::string of_version =
      version == nullptr ? ""
                         : fmt::format(", version {}", version->name.substr(0, message.size()));
  if (message.ends_with(text + of_version + "\n")) return Says::kVersion;
  const bool says_name =
      message.find(text + ",") != std::string_view::npos || message.ends_with(text + "\n");
  return says_name ? Says::kName : Says::kNothing;
}

}  // namespace

void compare_undefined(Context& context, const Part& part, const Site& site, const Value& found,
                       Report& report) {
  const Object& object = context.object(part);
  const std::string_view name = object.symbols[site.symbol].name;
  if (found.kind == Value::Kind::kUndefined &&
      context.fold().names[as_size(found.number)] == object.names[site.symbol]) {
    return;
  }
  if (found.kind == Value::Kind::kPlace && found.object == 0 && site.lazy) {
    const Says says =
        says_undefined(thunk_message(context, found.number), name, object.version_of(site.symbol));
    if (says == Says::kVersion) {
      report.known(
          "a library's missing function is reported by the fold's own code, when it is called",
          name);
    }
    if (says != Says::kNothing) return;
  }
  report.differ(Aspect::kRelocation, context.where(part, site.place),
                fmt::format("undefined {}", printable(name)), describe(found, context.after()));
}

}  // namespace onefold::verify
