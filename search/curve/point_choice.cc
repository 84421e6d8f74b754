// SPDX-License-Identifier: Apache-2.0
#include "search/curve/point_choice.h"

#include <algorithm>

namespace moccasin::search {
namespace {

// The duration beyond that of the point `next`, the first at which something fits, that points
// below it are taken to have: as much as that is above its bound and a little more. Such points
// count for what they are, but do not have all the work.
constexpr double kLeastRise = 0.05;  // of the bound
double guessed_rise(const CurvePoint& next) {
  const auto bound = static_cast<double>(next.bound);
  return std::max(static_cast<double>(next.duration()) - bound, kLeastRise * bound);
}

// By point: the duration there, or what it is taken to be.
std::vector<double> guessed_durations(const std::vector<CurvePoint>& points) {
  std::vector<double> guesses(points.size());
  const CurvePoint* next = nullptr;
  for (std::size_t i = points.size(); i-- > 0;) {
    if (points[i].best) {
      next = &points[i];
      guesses[i] = static_cast<double>(next->duration());
    } else if (next != nullptr) {
      guesses[i] = static_cast<double>(next->duration()) + guessed_rise(*next);
    } else {
      guesses[i] = (1 + kLeastRise) * static_cast<double>(points[i].bound);
    }
  }
  return guesses;
}

double width_of(const std::vector<CurvePoint>& points, std::size_t i) {
  const std::size_t before = i > 0 ? i - 1 : i, after = i + 1 < points.size() ? i + 1 : i;
  return before == after ? 1
                         : static_cast<double>(points[after].budget - points[before].budget) / 2;
}

}  // namespace

std::optional<std::size_t> next_point(const std::vector<CurvePoint>& points,
                                      const std::vector<std::uint64_t>& work,
                                      const std::vector<int>& busy) {
  std::optional<std::size_t> best;
  double most = 0;
  const std::vector<double> guesses = guessed_durations(points);
  for (std::size_t i = points.size(); i-- > 0;) {
    if (points[i].closed()) continue;
    if (work[i] == 0 && busy[i] == 0) return i;
    const double open = guesses[i] - static_cast<double>(points[i].bound);
    const double had = static_cast<double>(work[i]) + 1;
    const double value = open * width_of(points, i) / had / (1 + 3 * busy[i]);
    if (!best || value > most) {
      best = i;
      most = value;
    }
  }
  return best;
}

double area_between(const CurvePoint& less, const CurvePoint& more) {
  const auto width = static_cast<double>(more.budget - less.budget);
  double fall = static_cast<double>(less.bound) - static_cast<double>(more.bound);
  if (less.best && more.best) {
    fall += static_cast<double>(less.duration()) - static_cast<double>(more.duration());
  } else if (more.best) {
    fall += guessed_rise(more);
  }
  // Where nothing falls two points still count for their width.
  return std::max(fall, 1e-9 * static_cast<double>(more.bound) + 1e-9) * width;
}

std::optional<std::int64_t> next_budget(const std::vector<CurvePoint>& points,
                                        std::int64_t twice_least) {
  std::optional<std::int64_t> best;
  double most = 0;
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const std::int64_t width = points[i + 1].budget - points[i].budget;
    if (width < twice_least || points[i + 1].infeasible) continue;
    const double area = area_between(points[i], points[i + 1]);
    if (area > most) {
      best = points[i].budget + width / 2;
      most = area;
    }
  }
  return best;
}

std::optional<std::size_t> knee_of(const std::vector<CurvePoint>& points) {
  const auto known = [](const CurvePoint& point) { return point.best != nullptr; };
  const auto first = std::find_if(points.begin(), points.end(), known);
  if (points.end() - first < 3) return std::nullopt;
  const auto budget_of = [](const CurvePoint& point) { return static_cast<double>(point.budget); };
  const auto duration_of = [](const CurvePoint& point) {
    return static_cast<double>(point.duration());
  };
  const CurvePoint& last = points.back();
  const double width = budget_of(last) - budget_of(*first);
  const double height = duration_of(*first) - duration_of(last);
  if (width <= 0 || height <= 0) return std::nullopt;
  std::optional<std::size_t> knee;
  double most = 0;
  for (auto point = first; point != points.end(); ++point) {
    const double along = (budget_of(*point) - budget_of(*first)) / width;
    const double below = 1 - along - (duration_of(*point) - duration_of(last)) / height;
    if (below > most) {
      most = below;
      knee = static_cast<std::size_t>(point - points.begin());
    }
  }
  return knee;
}

}  // namespace moccasin::search
