// SPDX-License-Identifier: Apache-2.0
// What a file holds beside the graph, so that people can be told of it: an attribute that has no
// meaning here, or is misspelt.
//
//   {"graph": {"author": "x"}, "nodes": [{"id": 0, "color": 1}, {"id": 1, "color": 2}]}
//   graph.author, once; nodes[].color, twice, first in nodes[0]
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "io/known_key.h"

namespace moccasin::io {

struct IgnoredKey {
  std::string list;  // "nodes", "links", or empty: not in a list
  std::string key;   // "color"; not in a list "graph.author"
  std::size_t count = 0;
  std::size_t first = 0;  // the place in the list where it was seen first
  friend bool operator==(const IgnoredKey&, const IgnoredKey&) = default;
};

class IgnoredKeys {
 public:
  static constexpr std::size_t kMost = 32;  // different ones that are kept
  // Beyond them, of those that look like one and the same key with a meaning: none is lost behind
  // others that mean nothing.
  static constexpr std::size_t kMostAlike = 8;

  void add(std::string_view key) { add("", 0, key); }
  void add(std::string_view list, std::size_t index, std::string_view key);

  // In the order they were first seen.
  [[nodiscard]] const std::vector<IgnoredKey>& keys() const { return keys_; }
  // How often something was seen for which there was no place.
  [[nodiscard]] std::size_t others() const { return others_; }

 private:
  [[nodiscard]] bool has_place(std::string_view list, std::string_view key);

  std::vector<IgnoredKey> keys_;
  std::size_t others_ = 0;
  std::array<std::size_t, kKnownKeys.size()> alike_{};  // kept beyond kMost, by what is meant
};

}  // namespace moccasin::io
