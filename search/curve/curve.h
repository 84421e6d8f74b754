// SPDX-License-Identifier: Apache-2.0
// What is known of how fast schedules are by the memory that they may take: at some budgets, the
// fastest schedule and a bound.
//
//   duration
//     |  o                   o  schedules: one found for a budget fits every larger one,
//     |  .    o              .  bounds: one proved at a budget holds for every smaller one,
//     |  .    .   o      o
//     |       .   .          so both curves fall from left to right, whatever is found where.
//     |           .      .
//     +--------------------- budget
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include "model/schedule.h"
#include "search/bound/bound_line.h"

namespace moccasin::search {

constexpr std::int64_t kNoDuration = std::numeric_limits<std::int64_t>::max();

// A schedule somebody has found, and verify has accepted.
struct CurveSchedule {
  model::Schedule schedule;
  std::int64_t duration = kNoDuration, peak = 0;
  std::string_view found_by;  // static
  double seconds = 0;         // when
};

struct CurvePoint {
  std::int64_t budget = 0;
  std::shared_ptr<const CurveSchedule> best;  // the fastest known of those that fit; null: none
  std::int64_t bound = 0;                     // nothing that fits is faster
  std::string_view bound_by;                  // static
  bool infeasible = false;                    // proved: nothing fits
  // Asked for; beside those, so that the curve is finer, and worked on; or read off what is known.
  enum class Kind { asked, between, read_off } kind = Kind::asked;

  [[nodiscard]] std::int64_t duration() const { return best ? best->duration : kNoDuration; }
  [[nodiscard]] bool optimal() const { return best && best->duration <= bound; }
  [[nodiscard]] bool closed() const { return infeasible || optimal(); }
};

class Curve {
 public:
  // `bound`: of every budget, from the start.
  Curve(std::int64_t bound, std::string_view by) : first_{bound, by} {}

  // Points by ascending budget.
  [[nodiscard]] const std::vector<CurvePoint>& points() const { return points_; }

  // A point more, with all that is known of its budget; where it is. One that is there stays.
  std::size_t add(std::int64_t budget, CurvePoint::Kind kind = CurvePoint::Kind::asked);
  // What is known of a budget; no point is made of it.
  [[nodiscard]] CurvePoint read_off(std::int64_t budget) const;

  // For every point that it fits and at which nothing as fast is known. The first such; the number
  // of points if there is none.
  std::size_t take(CurveSchedule found);
  // At `budget` and below nothing is faster than `bound`.
  void raise(std::int64_t budget, std::int64_t bound, std::string_view by);
  // At every budget nothing is faster than what `line` says is run again and the first bound; where
  // it says that nothing fits, that.
  void raise(const BoundLine& line, std::string_view by);
  // At `budget` and below nothing fits.
  void refute(std::int64_t budget, std::string_view by);

 private:
  struct Bound {
    std::int64_t bound = 0;
    std::string_view by;
  };
  struct Line {
    BoundLine line;
    std::string_view by;
  };

  const Bound first_;  // of every budget
  std::vector<CurvePoint> points_;
  // For points to come: bounds by budget, the larger the lower; lines; the largest budget that
  // nothing fits; schedules none of which is as good as another in peak and duration.
  std::map<std::int64_t, Bound> bounds_;
  std::vector<Line> lines_;
  std::int64_t refuted_ = -1;
  std::string_view refuted_by_;
  std::vector<std::shared_ptr<const CurveSchedule>> schedules_;
};

}  // namespace moccasin::search
