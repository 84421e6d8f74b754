// SPDX-License-Identifier: Apache-2.0
// When to start again with what was learned. A search may have begun with decisions that it will
// not take back for ages; what it has learned by then would have told it better (Gomes, Selman,
// Kautz, AAAI 1998). How long to wait nobody knows: Luby's sequence, 1 1 2 1 1 2 4 1 1 2 ... times
// a unit of conflicts, takes at most a logarithmic factor more than the best fixed length would
// (Luby, Sinclair, Zuckerman, 1993).
#pragma once

#include <cstdint>

namespace moccasin::search {

// The i-th number of the sequence, i >= 1.
[[nodiscard]] constexpr std::uint64_t luby(std::uint64_t i) {
  for (;;) {
    std::uint64_t power = 1;  // the largest 2^k with 2^k <= i + 1
    while (2 * power <= i + 1) power *= 2;
    if (power == i + 1) return power / 2;
    i -= power - 1;
  }
}

class Restart {
 public:
  explicit Restart(std::uint64_t unit) : unit_(unit), left_(unit) {}

  void conflict() {
    if (left_ > 0) --left_;
  }
  [[nodiscard]] bool due() const { return left_ == 0; }
  void restarted() { left_ = unit_ * luby(++number_); }

 private:
  std::uint64_t unit_, left_, number_ = 1;
};

}  // namespace moccasin::search
