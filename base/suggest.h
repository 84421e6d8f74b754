// SPDX-License-Identifier: Apache-2.0
// "Did you mean ...?" for misspelt commands and options.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace moccasin::base {

// The candidate that `word` begins, or the one least edits away if those are few for its length.
[[nodiscard]] std::optional<std::string_view> nearest(std::string_view word,
                                                      std::span<const std::string_view> candidates);

// "did you mean '--threads'?", with `before` ("--") before the nearest of `candidates`; `otherwise`
// if none is near.
[[nodiscard]] std::string suggestion(std::string_view word,
                                     std::span<const std::string_view> candidates,
                                     std::string_view otherwise, std::string_view before = "");

}  // namespace moccasin::base
