// JSON as commands print it.
#pragma once

#include <string>

namespace onefold {

// `json`, of nlohmann's, on lines of its own and in ASCII: names inside a file are bytes, not
// always UTF-8, and a terminal obeys U+009B as it does ESC [. Control characters, DEL too, are
// \u00NN.
template <typename Json>
std::string json_text(const Json& json) {
  return json.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace onefold
