// SPDX-License-Identifier: Apache-2.0
// One JSON object on one line, written member by member.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace moccasin::app {

// A JSON string with its quotes.
[[nodiscard]] std::string json_quoted(std::string_view text);

class JsonObject {
 public:
  JsonObject& add(std::string_view key, std::string_view text) {
    return add_raw(key, json_quoted(text));
  }
  JsonObject& add(std::string_view key, const char* text) {
    return add(key, std::string_view(text));
  }
  JsonObject& add(std::string_view key, std::integral auto value) {
    if constexpr (std::same_as<decltype(value), bool>)
      return add_raw(key, value ? "true" : "false");
    return add_raw(key, std::to_string(value));
  }
  JsonObject& add(std::string_view key, double value);  // finite
  // `json` is a whole JSON value: an array, an object, null.
  JsonObject& add_raw(std::string_view key, std::string_view json);

  [[nodiscard]] std::string text() const { return members_ + "}"; }

 private:
  std::string members_ = "{";
};

}  // namespace moccasin::app
