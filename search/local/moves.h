// SPDX-License-Identifier: Apache-2.0
// What the annealing asks of the moves it makes: one set of them for each order.
#pragma once

#include <algorithm>
#include <cstdint>

#include "search/local/sequence.h"

namespace moccasin::search {

// A small cost, in mean durations, keeps what is free from being infinitely good. It has not been
// measured by itself.
inline constexpr double kCostOfFree = 0.01;

// A move is made iff duration + penalty * excess + price * strain grows by at most `threshold`.
struct Acceptance {
  double penalty = 0;    // ticks for a unit of excess
  double price = 0;      // ticks for a unit of strain
  double threshold = 0;  // ticks

  [[nodiscard]] bool accepts(const Effect& effect) const {
    return static_cast<double>(effect.duration) + cost_of_memory(effect) <= threshold;
  }
  // Whether `duration` more ticks would be refused even if they removed what `all` has of excess
  // and strain.
  [[nodiscard]] bool hopeless(std::int64_t duration, const Effect& all) const {
    return static_cast<double>(duration) > threshold + cost_of_memory(all);
  }

 private:
  [[nodiscard]] double cost_of_memory(const Effect& effect) const {
    return penalty * static_cast<double>(effect.excess) +
           price * static_cast<double>(effect.strain);
  }
};

// What a move that takes excess away is worth: excess saved a tick, 0 if none.
inline double relief(const Effect& effect, std::int64_t mean_duration) {
  const auto saved = static_cast<double>(std::max<std::int64_t>(-effect.excess, 0));
  const auto cost = static_cast<double>(std::max<std::int64_t>(effect.duration, 0));
  return saved / (cost + kCostOfFree * static_cast<double>(mean_duration));
}

class Moves {
 public:
  virtual ~Moves() = default;
  // To be called after the sequence was assigned.
  virtual void reset() = 0;
  // Tries one random move; true if it was made.
  virtual bool propose(const Acceptance& acceptance) = 0;
  // Recomputes something live across the step at `key`, the best by relief() of a few candidates,
  // perhaps of more with more `effort` (0, 1, 2, ...); false, with nothing changed, if none of them
  // saves any excess.
  virtual bool relieve(Key key, int effort) = 0;
};

}  // namespace moccasin::search
