// SPDX-License-Identifier: Apache-2.0
// Units surely live at the events where a schedule can be too high: the first run of every stage,
// and recomputations whose stage is known. What is live at any other event is live at the next
// event that takes place as well, since retentions end at a reader.
//
//   stage        0       1             2             3
//   points     (0,0)   (1,1)   (2,0) (2,2)         (3,3)        (2,0): 0 is known to run in stage 2
//   add 4 to [(1,1), (2,0)]:  +4      +4
//
// First runs in blocks of 64 stages, each with an addition that is pending for all of it and its
// maximum; recomputed points, few at a time, in a list. An addition touches the two blocks at its
// ends and a number in each block between; memory is linear in the stages.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "propagators/retention.h"

namespace moccasin::propagators {

class MemoryProfile {
 public:
  explicit MemoryProfile(EventGrid grid);

  // Adds `size` to all points in [first, last].
  void add(Event first, Event last, std::int64_t size);

  // A recomputation at `event` becomes a point, with `level` units; the last one goes again.
  void place(Event event, std::int64_t level) { placed_.push_back({event, level}); }
  void remove_placed() { placed_.pop_back(); }

  // The first and the last point in [first, last] with more than `limit` units.
  [[nodiscard]] std::optional<Event> first_above(Event first, Event last, std::int64_t limit) const;
  [[nodiscard]] std::optional<Event> last_above(Event first, Event last, std::int64_t limit) const;
  // The most units at a point in [first, last]; INT64_MIN without any.
  [[nodiscard]] std::int64_t highest(Event first, Event last) const;

  // Units at the first run of `stage`.
  [[nodiscard]] std::int64_t level(Value stage) const {
    const auto i = static_cast<std::size_t>(stage);
    return level_[i] + pending_[i / kBlock];
  }

 private:
  static constexpr std::size_t kBlock = 64;
  struct Placed {
    Event event;
    std::int64_t level;
  };
  struct Stages {
    std::size_t first, end;  // none if first >= end
  };

  [[nodiscard]] Stages stages_in(Event first, Event last) const;
  void add_within(std::size_t first, std::size_t end, std::int64_t size);
  [[nodiscard]] std::int64_t highest_within(std::size_t first, std::size_t end) const;

  EventGrid grid_;
  std::vector<std::int64_t> level_;    // by stage, without what is pending
  std::vector<std::int64_t> pending_;  // by block
  std::vector<std::int64_t> highest_;  // by block, with what is pending
  std::vector<Placed> placed_;
};

}  // namespace moccasin::propagators
