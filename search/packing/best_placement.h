// SPDX-License-Identifier: Apache-2.0
// The lowest placement found so far, and how low one may be.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

#include "search/packing/rectangles.h"

namespace moccasin::search {

class BestPlacement {
 public:
  // `goal`: bytes; nobody looks for anything lower.
  BestPlacement(const Rectangles& rectangles, std::int64_t goal)
      : rectangles_(rectangles), goal_(goal) {}

  void offer(std::optional<Offsets> offsets, std::string_view found_by) {
    if (!offsets) return;
    const std::int64_t height = rectangles_.height(*offsets);
    if (height >= height_) return;
    height_ = height;
    offsets_ = *std::move(offsets);
    found_by_ = found_by;
  }

  [[nodiscard]] bool reached() const { return height_ <= goal_; }
  [[nodiscard]] std::int64_t goal() const { return goal_; }
  [[nodiscard]] std::int64_t height() const { return height_; }  // bytes
  [[nodiscard]] const Offsets& offsets() const { return offsets_; }
  [[nodiscard]] std::string_view found_by() const { return found_by_; }

 private:
  const Rectangles& rectangles_;
  const std::int64_t goal_;
  std::int64_t height_ = std::numeric_limits<std::int64_t>::max();
  Offsets offsets_;
  std::string_view found_by_;
};

}  // namespace moccasin::search
