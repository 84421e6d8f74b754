// SPDX-License-Identifier: Apache-2.0
// "Did you mean ...?" for misspelt commands and options.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace moccasin::app {

// Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b`.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

// The candidate that `word` begins, or the one least edits away if those are few for its length.
[[nodiscard]] std::optional<std::string_view> nearest(std::string_view word,
                                                      std::span<const std::string_view> candidates);

}  // namespace moccasin::app
