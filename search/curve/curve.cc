// SPDX-License-Identifier: Apache-2.0
#include "search/curve/curve.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace moccasin::search {
namespace {

void raise_point(CurvePoint& point, std::int64_t bound, std::string_view by) {
  if (bound <= point.bound) return;
  point.bound = bound;
  point.bound_by = by;
}

void refute_point(CurvePoint& point, std::string_view by) {
  if (std::exchange(point.infeasible, true)) return;
  point.bound_by = by;
}

}  // namespace

CurvePoint Curve::read_off(std::int64_t budget) const {
  CurvePoint point{.budget = budget, .best = {}, .bound = first_.bound, .bound_by = first_.by};
  point.kind = CurvePoint::Kind::read_off;
  if (const auto bound = bounds_.lower_bound(budget); bound != bounds_.end()) {
    raise_point(point, bound->second.bound, bound->second.by);
  }
  for (const Line& known : lines_) {
    raise_point(point, first_.bound + known.line.at(budget), known.by);
  }
  if (budget <= refuted_) refute_point(point, refuted_by_);
  for (const Line& known : lines_) {
    if (known.line.refutes(budget)) refute_point(point, known.by);
  }
  for (const auto& known : schedules_) {
    if (known->peak <= budget && known->duration < point.duration()) point.best = known;
  }
  return point;
}

std::size_t Curve::add(std::int64_t budget, CurvePoint::Kind kind) {
  const auto place = std::lower_bound(
      points_.begin(), points_.end(), budget,
      [](const CurvePoint& point, std::int64_t value) { return point.budget < value; });
  const auto index = static_cast<std::size_t>(place - points_.begin());
  if (place != points_.end() && place->budget == budget) return index;
  points_.insert(place, read_off(budget))->kind = kind;
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

// One that says no more of the points there are may do so of those to come.
void Curve::raise(const BoundLine& line, std::string_view by) {
  for (CurvePoint& point : points_) {
    raise_point(point, first_.bound + line.at(point.budget), by);
    if (line.refutes(point.budget)) refute_point(point, by);
  }
  lines_.push_back({line, by});
}

void Curve::raise(std::int64_t budget, std::int64_t bound, std::string_view by) {
  for (CurvePoint& point : points_) {
    if (point.budget > budget) break;
    raise_point(point, bound, by);
  }
  const auto next = bounds_.lower_bound(budget);
  if (next != bounds_.end() && next->second.bound >= bound) return;
  const auto place = bounds_.insert_or_assign(budget, Bound{bound, by}).first;
  while (place != bounds_.begin() && std::prev(place)->second.bound <= bound) {
    bounds_.erase(std::prev(place));
  }
}

void Curve::refute(std::int64_t budget, std::string_view by) {
  for (CurvePoint& point : points_) {
    if (point.budget > budget) break;
    refute_point(point, by);
  }
  if (budget <= refuted_) return;
  refuted_ = budget;
  refuted_by_ = by;
}

}  // namespace moccasin::search
