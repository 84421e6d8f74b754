// SPDX-License-Identifier: Apache-2.0
#include "search/curve/read_off.h"

#include <algorithm>
#include <queue>

#include "search/curve/point_choice.h"

namespace moccasin::search {
namespace {

// Two neighbours; the places of their points.
struct Interval {
  double area = 0;
  std::int64_t budget = 0;  // of the left one
  std::size_t left = 0, right = 0;

  // The largest first, the leftmost of those.
  bool operator<(const Interval& other) const {
    return area != other.area ? area < other.area : budget > other.budget;
  }
};

bool by_budget(const CurvePoint& a, const CurvePoint& b) { return a.budget < b.budget; }

}  // namespace

std::vector<CurvePoint> read_off(const Curve& curve, std::span<const std::int64_t> budgets,
                                 std::size_t most) {
  std::vector<CurvePoint> points = curve.points();
  for (const std::int64_t budget : budgets) points.push_back(curve.read_off(budget));
  // Of the same budget the curve's own comes first.
  std::stable_sort(points.begin(), points.end(), by_budget);
  const auto same = [](const CurvePoint& a, const CurvePoint& b) { return a.budget == b.budget; };
  points.erase(std::unique(points.begin(), points.end(), same), points.end());

  std::priority_queue<Interval> intervals;
  const auto add = [&](std::size_t left, std::size_t right) {
    const CurvePoint &less = points[left], &more = points[right];
    if (more.budget - less.budget < 2 || more.infeasible) return;
    intervals.push({area_between(less, more), less.budget, left, right});
  };
  for (std::size_t i = 0; i + 1 < points.size(); ++i) add(i, i + 1);
  while (points.size() < most && !intervals.empty()) {
    const Interval widest = intervals.top();
    intervals.pop();
    const std::int64_t width = points[widest.right].budget - widest.budget;
    const std::size_t middle = points.size();
    points.push_back(curve.read_off(widest.budget + width / 2));
    add(widest.left, middle);
    add(middle, widest.right);
  }
  std::sort(points.begin(), points.end(), by_budget);
  return points;
}

}  // namespace moccasin::search
