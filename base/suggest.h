// SPDX-License-Identifier: Apache-2.0
// "Did you mean ...?" for misspelt commands and options.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace moccasin::base {

// The candidate that `word` begins, or the one least edits away if those are few for its length.
[[nodiscard]] std::optional<std::string_view> nearest(std::string_view word,
                                                      std::span<const std::string_view> candidates);

}  // namespace moccasin::base
