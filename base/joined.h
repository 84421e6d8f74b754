// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace moccasin::base {

// "a, b, c": `words`, of strings or views, with `between` between them.
template <class Words>
[[nodiscard]] std::string joined(const Words& words, std::string_view between) {
  std::string text;
  bool first = true;
  for (const auto& word : words) {
    if (!first) text += between;
    first = false;
    text += word;
  }
  return text;
}

}  // namespace moccasin::base
