// SPDX-License-Identifier: Apache-2.0
// How far a misspelt word is from the one that is meant.
#pragma once

#include <cstddef>
#include <string_view>

namespace moccasin::base {

// Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b`.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace moccasin::base
