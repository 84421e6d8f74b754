// SPDX-License-Identifier: Apache-2.0
#include "search/packing/height_bound.h"

#include <algorithm>
#include <numeric>
#include <queue>
#include <utility>

namespace moccasin::search {
namespace {

// The most slack of any that is in each section.
class MostSlack {
 public:
  explicit MostSlack(const Rectangles& rectangles) : rectangles_(rectangles) {
    for (const Rect r : rectangles.all.indices()) {
      if (rectangles.all[r].slack > 0) by_birth_.push_back(r);
    }
    std::stable_sort(by_birth_.begin(), by_birth_.end(), [&](Rect a, Rect b) {
      return rectangles.all[a].sections.first < rectangles.all[b].sections.first;
    });
  }

  // To be asked section by section.
  [[nodiscard]] std::int64_t in(Section s) {
    for (; next_ < by_birth_.size(); ++next_) {
      const Rectangle& rectangle = rectangles_.all[by_birth_[next_]];
      if (rectangle.sections.first > s) break;
      live_.emplace(rectangle.slack, rectangle.sections.last);
    }
    while (!live_.empty() && live_.top().second <= s) live_.pop();
    return live_.empty() ? 0 : live_.top().first;
  }

 private:
  const Rectangles& rectangles_;
  std::vector<Rect> by_birth_;
  std::size_t next_ = 0;
  std::priority_queue<std::pair<std::int64_t, Section>> live_;  // slack, and until when
};

}  // namespace

std::int64_t height_bound(const Rectangles& rectangles) {
  std::int64_t bound = 0;
  MostSlack slack(rectangles);
  for (const Section s : rectangles.units.indices()) {
    bound = std::max(bound, rectangles.units[s] * rectangles.unit - slack.in(s));
  }
  for (const Rectangle& r : rectangles.all) {
    if (r.fixed()) bound = std::max(bound, (r.offset + r.size) * rectangles.unit - r.slack);
  }
  return bound;
}

PossibleHeights::PossibleHeights(const Rectangles& rectangles) : unit_(rectangles.unit) {
  for (const Rectangle& r : rectangles.all) slacks_.push_back(r.slack);
  std::sort(slacks_.begin(), slacks_.end());
  slacks_.erase(std::unique(slacks_.begin(), slacks_.end()), slacks_.end());
}

std::int64_t PossibleHeights::at_least(std::int64_t bytes) const {
  if (slacks_.empty()) return bytes;
  const std::int64_t top = Rectangles::aligned(bytes, unit_);
  const auto above = std::upper_bound(slacks_.begin(), slacks_.end(), top - bytes);
  // Less than any slack: the next unit less the most of them.
  return above == slacks_.begin() ? top + unit_ - slacks_.back() : top - *std::prev(above);
}

}  // namespace moccasin::search
