// SPDX-License-Identifier: Apache-2.0
// Reads a JSON object of any length without building it: a visitor is handed one small value at a
// time and says which parts it wants at all.
//
//   {"name": "unet",           member("name", "unet")
//    "nodes": [{...}, {...}],  open("nodes") -> each;  element("nodes", 0, {...}), element(.., 1,
//    ..) "graph": {"order": [2]},  open("graph") -> each;  open("graph.order") -> each; element(..,
//    2) "pos": {...}}             open("pos") -> skip
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "io/error.h"
#include "io/json_value.h"

namespace moccasin::io {

enum class Visit {
  skip,   // read over it
  whole,  // hand it over as one value
  each,   // hand over its elements one by one, or descend into its members
};

enum class Next { proceed, stop };

class JsonVisitor {
 public:
  JsonVisitor() = default;
  JsonVisitor(const JsonVisitor&) = delete;
  JsonVisitor& operator=(const JsonVisitor&) = delete;
  virtual ~JsonVisitor() = default;

  // How to read the array or object that begins. Names are keys joined by dots; a key that has one
  // itself stands in quotes.
  virtual Visit open(std::string_view name, JsonKind kind) = 0;
  // How to read an array or object that is an element of `list`. Read by its elements or members,
  // it is no element() and its name is "list[index]".
  virtual Visit open_element(std::string_view /*list*/, std::size_t /*index*/, JsonKind /*kind*/) {
    return Visit::whole;
  }
  virtual Next member(std::string_view name, const JsonValue& value) = 0;
  virtual Next element(std::string_view list, std::size_t index, const JsonValue& value) = 0;
};

// The key at the end of a name, without the quotes that one with a dot stands in there.
[[nodiscard]] std::string plain_key(std::string_view key);

// Values handed over whole may nest this deep; what is skipped may nest at will.
inline constexpr std::size_t kDeepestNesting = 64;

// Feeds `text` to `visitor` until its end or the visitor's stop. The error, of kind syntax with
// line and column or with what else the text looks like, or content if the text is no object, nests
// too deep or has a key twice in an object that is not skipped, begins with `source`.
[[nodiscard]] std::optional<Error> stream_json(std::string_view text, const std::string& source,
                                               JsonVisitor& visitor);

}  // namespace moccasin::io
