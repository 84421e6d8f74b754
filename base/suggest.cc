// SPDX-License-Identifier: Apache-2.0
#include "base/suggest.h"

#include "base/edit_distance.h"

namespace moccasin::base {

std::optional<std::string_view> nearest(std::string_view word,
                                        std::span<const std::string_view> candidates) {
  for (const std::string_view candidate : candidates) {
    if (word.size() >= 2 && candidate.substr(0, word.size()) == word) return candidate;
  }
  std::optional<std::string_view> best;
  std::size_t best_distance = word.size() / 3 + 1;
  for (const std::string_view candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance >= candidate.size()) continue;  // nothing in common
    if (best ? distance < best_distance : distance <= best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::string suggestion(std::string_view word, std::span<const std::string_view> candidates,
                       std::string_view otherwise, std::string_view before) {
  const auto near = nearest(word, candidates);
  if (!near) return std::string(otherwise);
  return "did you mean '" + std::string(before) + std::string(*near) + "'?";
}

}  // namespace moccasin::base
