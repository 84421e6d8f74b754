// SPDX-License-Identifier: Apache-2.0
#include "search/curve/curve.h"

#include <algorithm>
#include <utility>

namespace moccasin::search {
namespace {

bool raise_point(CurvePoint& point, std::int64_t bound, std::string_view by) {
  if (bound <= point.bound) return false;
  point.bound = bound;
  point.bound_by = by;
  return true;
}

}  // namespace

// A new point lies between two others: a schedule of the left one fits it, the bound of the right
// one holds for it. A schedule known from elsewhere may fit as well.
std::size_t Curve::add(std::int64_t budget, Asked asked) {
  const auto place = std::lower_bound(
      points_.begin(), points_.end(), budget,
      [](const CurvePoint& point, std::int64_t value) { return point.budget < value; });
  const auto index = static_cast<std::size_t>(place - points_.begin());
  if (place != points_.end() && place->budget == budget) return index;
  CurvePoint point{.budget = budget, .best = {}, .bound = bound_, .bound_by = bound_by_};
  point.between = asked == Asked::no;
  if (place != points_.end()) {
    point.bound = place->bound;
    point.bound_by = place->bound_by;
    point.infeasible = place->infeasible;
  }
  for (const Line& known : lines_) raise_point(point, bound_ + known.line.at(budget), known.by);
  for (const auto& known : schedules_) {
    if (known->peak <= budget && known->duration < point.duration()) point.best = known;
  }
  points_.insert(place, std::move(point));
  return index;
}

std::size_t Curve::take(CurveSchedule found) {
  const auto dominates = [](const CurveSchedule& a, const CurveSchedule& b) {
    return a.peak <= b.peak && a.duration <= b.duration;
  };
  for (const auto& known : schedules_) {
    if (dominates(*known, found)) return points_.size();
  }
  std::erase_if(schedules_, [&](const auto& known) { return dominates(found, *known); });
  const auto shared = std::make_shared<const CurveSchedule>(std::move(found));
  schedules_.push_back(shared);
  std::size_t first = points_.size();
  for (std::size_t i = points_.size(); i-- > 0;) {
    CurvePoint& point = points_[i];
    if (point.budget < shared->peak) break;
    if (shared->duration >= point.duration()) continue;
    point.best = shared;
    first = i;
  }
  return first;
}

// One that says more of no point says little more of what is between them.
void Curve::raise(const BoundLine& line, std::string_view by) {
  bool says_more = false;
  for (CurvePoint& point : points_) {
    says_more = raise_point(point, bound_ + line.at(point.budget), by) || says_more;
  }
  if (says_more) lines_.push_back({line, by});
}

void Curve::raise(std::int64_t budget, std::int64_t bound, std::string_view by) {
  for (CurvePoint& point : points_) {
    if (point.budget > budget) break;
    raise_point(point, bound, by);
  }
}

void Curve::refute(std::int64_t budget, std::string_view by) {
  for (CurvePoint& point : points_) {
    if (point.budget > budget) break;
    if (std::exchange(point.infeasible, true)) continue;
    point.bound_by = by;
  }
}

}  // namespace moccasin::search
