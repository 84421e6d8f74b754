// SPDX-License-Identifier: Apache-2.0
// Whether buffers can be placed within a capacity, by trying everything: in some order, each lies
// as low as it can, and no lower than the one before.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/arena.h"

namespace moccasin::test {

class ArenaTrial {
 public:
  ArenaTrial(std::span<const model::ArenaBuffer> buffers, std::int64_t capacity)
      : buffers_(buffers), capacity_(capacity), offsets_(buffers.size(), kOpen) {}

  // Nothing: there is too much to try. Pre-condition: no buffer has a fixed offset.
  [[nodiscard]] std::optional<bool> fits() {
    const bool fit = extend(0, 0);
    return left_ > 0 ? std::optional<bool>(fit) : std::nullopt;
  }

 private:
  static constexpr std::int64_t kOpen = -1;

  // The rest beside those that are placed, not below `from`.
  [[nodiscard]] bool extend(std::int64_t from, std::size_t last) {
    if (--left_ <= 0) return false;
    bool done = true;
    for (std::size_t i = 0; i < buffers_.size(); ++i) {
      if (offsets_[i] != kOpen || buffers_[i].size == 0) continue;
      done = false;
      const std::int64_t at = lowest(i, from);
      if (at > capacity_ - buffers_[i].size) return false;  // others only push it up
      if (at == from && i < last) continue;                 // of equals, in one order
      offsets_[i] = at;
      if (extend(at, i)) return true;
      offsets_[i] = kOpen;
    }
    return done;
  }

  // The lowest place for buffer `i` beside those that are placed, not below `at`.
  [[nodiscard]] std::int64_t lowest(std::size_t i, std::int64_t at) const {
    for (bool again = true; again;) {
      again = false;
      const std::int64_t step = buffers_[i].alignment;
      at = (at + step - 1) / step * step;
      for (std::size_t k = 0; k < buffers_.size(); ++k) {
        if (!in_the_way(k, i, at)) continue;
        at = offsets_[k] + buffers_[k].size;
        again = true;
      }
    }
    return at;
  }
  [[nodiscard]] bool in_the_way(std::size_t k, std::size_t i, std::int64_t at) const {
    if (offsets_[k] == kOpen) return false;
    const model::ArenaBuffer &a = buffers_[i], &b = buffers_[k];
    const bool together = a.lower < b.upper && b.lower < a.upper;
    return together && at < offsets_[k] + b.size && offsets_[k] < at + a.size;
  }

  const std::span<const model::ArenaBuffer> buffers_;
  const std::int64_t capacity_;
  std::vector<std::int64_t> offsets_;
  int left_ = 20'000;  // to be tried
};

}  // namespace moccasin::test
