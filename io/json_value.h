// SPDX-License-Identifier: Apache-2.0
// One value of a JSON file, small: a node, an edge, a number. Files are streamed
// (io/json_stream.h); no value ever holds a whole graph.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace moccasin::io {

enum class JsonKind {
  null,
  boolean,
  integer,  // fits in 64 signed bits and is written without point or exponent
  number,   // any other number; `text` is how the file writes it
  text,
  array,
  object,
};

struct JsonValue {
  JsonKind kind = JsonKind::null;
  bool boolean = false;
  std::int64_t integer = 0;
  std::string text = {};              // of kind text: UTF-8, unescaped; of kind number: as written
  std::string key = {};               // of a member of an object: its key
  std::vector<JsonValue> items = {};  // elements of an array, members of an object, in file order

  // The member of that key, or null. (Readers of files see no object with a key twice.)
  [[nodiscard]] const JsonValue* find(std::string_view member) const;
};

// As a message shows it, on one line and not long: 12, 1e30, "text", an array.
[[nodiscard]] std::string display(const JsonValue& value);

}  // namespace moccasin::io
