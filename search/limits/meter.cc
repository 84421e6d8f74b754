// SPDX-License-Identifier: Apache-2.0
#include "search/limits/meter.h"

namespace moccasin::search {

Meter::Meter(const Limits& limits, Watch* watch)
    : limits_(limits), watch_(watch), limit_(limits.work > 0 ? limits.work : kUnlimited) {}

// A worker has one meter for the whole run and is granted more at every turn: so its ticks add up,
// and a reason that ended one turn does not end the next.
void Meter::grant(std::uint64_t limit) {
  limit_ = limit;
  reason_ = StopReason::none;
  next_look_ = 0;
}

// The watch is asked first: that a goal is reached is the better answer where a limit is reached as
// well, and it is the same answer however the threads are scheduled. The limit of work is always
// the place of a look: it is passed by no more than what is done between two questions.
bool Meter::look() {
  if (reason_ == StopReason::none && watch_ != nullptr) reason_ = watch_->look(*this);
  if (reason_ == StopReason::none) reason_ = limits_.reached(ticks_, limit_);
  const bool ended = reason_ != StopReason::none;
  next_look_ = ended ? 0 : std::min(ticks_ + kLookEvery, limit_);
  return ended;
}

double Meter::used() const {
  const double of_work =
      limit_ < kUnlimited ? static_cast<double>(ticks_) / static_cast<double>(limit_) : 0;
  return std::max(limits_.time_used(), of_work);
}

}  // namespace moccasin::search
