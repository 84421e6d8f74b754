// SPDX-License-Identifier: Apache-2.0
#include "io/json_value.h"

#include <algorithm>

namespace moccasin::io {

const JsonValue* JsonValue::find(std::string_view member) const {
  const auto same = [member](const JsonValue& item) { return item.key == member; };
  const auto found = std::find_if(items.begin(), items.end(), same);
  return found == items.end() ? nullptr : &*found;
}

std::string display(const JsonValue& value) {
  constexpr std::size_t kShown = 40;
  switch (value.kind) {
    case JsonKind::null:
      return "null";
    case JsonKind::boolean:
      return value.boolean ? "true" : "false";
    case JsonKind::integer:
      return std::to_string(value.integer);
    case JsonKind::number:
      return value.text.size() <= kShown ? value.text : value.text.substr(0, kShown) + "...";
    case JsonKind::text:
      return value.text.size() <= kShown ? "\"" + value.text + "\"" : "a long text";
    case JsonKind::array:
      return "an array";
    case JsonKind::object:
      return "an object";
  }
  return {};
}

}  // namespace moccasin::io
