// SPDX-License-Identifier: Apache-2.0
// The keys of a node-link file that change the problem, and those that look like one of them.
#pragma once

#include <array>
#include <string_view>

namespace moccasin::io {

struct KnownKey {
  std::string_view list;  // where it has a meaning: "nodes", "links", or empty: in no list
  std::string_view key;
  bool unmistakable = false;  // nobody has it elsewhere for another purpose
};

inline constexpr std::array<KnownKey, 8> kKnownKeys = {{{"nodes", "max_copies", true},
                                                        {"nodes", "workspace", true},
                                                        {"nodes", "retain", true},
                                                        {"nodes", "outputs"},
                                                        {"links", "output"},
                                                        {"", "resident", true},
                                                        {"", "alignment"},
                                                        {"", "order"}}};

// The one, of kKnownKeys, that `key` in `list` ("nodes", "links", "edges", or empty: in no list,
// as "graph.author") is likely to be meant for; null if there is none, or if it is that key itself.
[[nodiscard]] const KnownKey* meant_by(std::string_view list, std::string_view key);

}  // namespace moccasin::io
