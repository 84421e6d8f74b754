// SPDX-License-Identifier: Apache-2.0
// Where something stands in a text: for editors, which go there. Looked up only once something is
// wrong, so that reading what is right does not keep places.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace moccasin::io {

// From 1; columns in characters (UTF-8).
struct TextPlace {
  std::size_t line = 0;
  std::size_t column = 0;
  friend bool operator==(const TextPlace&, const TextPlace&) = default;
};

[[nodiscard]] TextPlace place_at(std::string_view text, std::size_t offset);

// Where the value begins that messages call `name`: "nodes[12].size", or the innermost that is
// there of those around it. Nothing if `text` has none of them. Of a text that is no JSON behind
// that value it is the same. Time: linear in the text up to there.
//
//   {"nodes": [{"id": 0, "size": -1}]}     nodes[0].size
//                                ^         nodes[0].speed: the node
//              ^
[[nodiscard]] std::optional<TextPlace> find_place(std::string_view text, std::string_view name);

}  // namespace moccasin::io
