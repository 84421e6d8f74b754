// SPDX-License-Identifier: Apache-2.0
// Pseudo-random numbers that are the same with every compiler and library: std's engines are
// portable, its distributions and std::shuffle are not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/assert.h"

namespace moccasin::base {

// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014):
// a counter through a mixing function, so that every seed gives a full-period stream.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15u;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }

  // Uniform in [0, bound); bound in [1, 2^32]. The bias is below bound / 2^32.
  std::uint32_t below(std::uint64_t bound) {
    MOCCASIN_ASSERT(bound >= 1);
    return static_cast<std::uint32_t>(((next() >> 32) * bound) >> 32);
  }

  // Uniform in [low, high], both ends included; high - low < 2^32.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low) + 1));
  }

  // Uniform in [0, 1), 53 bits.
  double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

  bool chance(double probability) { return unit() < probability; }

  // Fisher and Yates.
  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

 private:
  std::uint64_t state_;
};

// A seed for stream `stream` of a run seeded with `seed`: different streams do not overlap in
// practice, and the result depends on nothing else.
[[nodiscard]] inline std::uint64_t derived_seed(std::uint64_t seed, std::uint64_t stream) {
  Random mix(seed * 0x9e3779b97f4a7c15u + stream);
  mix.next();
  return mix.next();
}

}  // namespace moccasin::base
