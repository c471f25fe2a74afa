#include "base/json_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace onefold {
namespace {

bool is_plain(char c) { return c >= ' ' && c < '\x7f' && c != '"' && c != '\\'; }

}  // namespace

void JsonWriter::separate() {
  if (!is_first_) text_ += ',';
  is_first_ = false;
}

void JsonWriter::open(char bracket) {
  separate();
  text_ += bracket;
  is_first_ = true;
}

void JsonWriter::close(char bracket) {
  text_ += bracket;
  is_first_ = false;
}

void JsonWriter::key(std::string_view name) {
  separate();
  text_ += '"';
  text_ += name;
  text_ += "\":";
  is_first_ = true;
}

void JsonWriter::value(uint64_t number) {
  separate();
  text_ += fmt::format_int(number).c_str();
}

void JsonWriter::value(std::string_view text) {
  separate();
  if (std::ranges::all_of(text, is_plain)) {
    text_ += '"';
    text_ += text;
    text_ += '"';
    return;
  }
  using Json = nlohmann::json;
  text_ += Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace onefold
