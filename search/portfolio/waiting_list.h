// SPDX-License-Identifier: Apache-2.0
// Schedules that fit by their live bytes but have not been placed in the arena: a search passes
// hundreds of them on its way, and where the last one cannot be placed, one a little before it
// often can.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/schedule.h"

namespace moccasin::search {

struct Unplaced {
  model::Schedule schedule;
  std::int64_t duration = 0;
  std::string_view by;       // static: who found it
  std::uint64_t number = 0;  // by which a list tells them apart, from 1
};

class WaitingList {
 public:
  // The fastest are kept: so many, or fewer that have so many steps together.
  static constexpr std::size_t kMost = 32, kMostSteps = 1 << 23;

  // Of two that are as fast the later is the better: what a search passes later it has polished.
  void add(Unplaced schedule);
  // Those that take `duration` or more are of no use any more.
  void drop(std::int64_t duration);
  // Takes all of `other`, which is empty then.
  void take(WaitingList& other);

  // The fastest first.
  [[nodiscard]] const std::vector<Unplaced>& all() const { return all_; }

 private:
  std::vector<Unplaced> all_;
  std::size_t steps_ = 0;
  std::uint64_t added_ = 0;
};

}  // namespace moccasin::search
