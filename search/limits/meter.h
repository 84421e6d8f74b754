// SPDX-License-Identifier: Apache-2.0
// The one meter that every loop of a search carries: how many ticks it has done, how many it may
// do, and why it must end. A loop charges what it does and asks whether that was all:
//
//   do { ... meter.charge(ticks); } while (!meter.ended());
//
// To ask costs a comparison. The clock, the stop flag and the watch, which knows of goals, memory
// and callbacks, are looked at once in so many ticks. The limit of work is always a look as well: a
// loop that asks at every tick ends exactly there, others pass it by what they do between two
// questions, and so always at the same tick (decision 007).
//
//   ticks   0 ----- look ----- look ----- look - limit     the limit is always a look
//
// A reason, once there, stays until more is granted.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "search/limits/limits.h"

namespace moccasin::search {

class Meter {
 public:
  static constexpr std::uint64_t kUnlimited = std::numeric_limits<std::uint64_t>::max();
  // Ticks between two looks, a few milliseconds: fewer cost time, more end a search late.
  static constexpr std::uint64_t kLookEvery = 20'000;

  // Who else may end a search, for reasons that are not in Limits.
  class Watch {
   public:
    virtual ~Watch() = default;
    // Asked now and then, on the thread that works: why it must end, or none.
    virtual StopReason look(const Meter& meter) = 0;
  };

  // Both outlive this.
  explicit Meter(const Limits& limits) : Meter(limits, nullptr) {}
  Meter(const Limits& limits, Watch& watch) : Meter(limits, &watch) {}
  explicit Meter(const Limits&&) = delete;
  Meter(const Limits&&, Watch&) = delete;
  Meter(const Meter&) = delete;
  Meter& operator=(const Meter&) = delete;

  // May go on until it has done `limit` ticks in all, whatever ended it before.
  void grant(std::uint64_t limit);
  [[nodiscard]] std::uint64_t limit() const { return limit_; }

  void charge(std::uint64_t ticks) { ticks_ += ticks; }
  // That much of what was charged is not to count.
  void refund(std::uint64_t ticks) {
    ticks_ -= ticks;
    next_look_ = 0;  // it was meant for a count that is no more
  }
  [[nodiscard]] std::uint64_t ticks() const { return ticks_; }

  [[nodiscard]] bool ended() { return ticks_ >= next_look_ && look(); }
  // Whoever works knows a reason of its own.
  void end(StopReason reason) {
    if (reason_ == StopReason::none) reason_ = reason;
    next_look_ = 0;
  }
  // Something has happened that the watch may want to know: the next ended() looks.
  void look_soon() { next_look_ = 0; }
  [[nodiscard]] StopReason reason() const { return reason_; }

  // How much of its limits is used up, of time or work, whichever is more: 0 to 1 and beyond; 0
  // without limits.
  [[nodiscard]] double used() const;

 private:
  Meter(const Limits& limits, Watch* watch);
  bool look();

  const Limits& limits_;
  Watch* const watch_;
  std::uint64_t ticks_ = 0, limit_, next_look_ = 0;
  StopReason reason_ = StopReason::none;
};

// A part of what a meter may use, from now on: what a technique, or a search within one, may do at
// a time. That it is used up ends no more than this part.
class Share {
 public:
  // The meter outlives this.
  Share(Meter& meter, std::uint64_t ticks)
      : meter_(meter),
        end_(ticks < Meter::kUnlimited - meter.ticks() ? meter.ticks() + ticks
                                                       : Meter::kUnlimited) {}
  // A part of `whole`: it ends with it at the latest.
  Share(const Share& whole, std::uint64_t ticks)
      : meter_(whole.meter_), end_(std::min(whole.end_, Share(whole.meter_, ticks).end_)) {}

  [[nodiscard]] Meter& meter() const { return meter_; }
  [[nodiscard]] std::uint64_t left() const { return end_ - std::min(meter_.ticks(), end_); }
  [[nodiscard]] bool used_up() const { return left() == 0; }
  [[nodiscard]] bool ended() { return used_up() || meter_.ended(); }

 private:
  Meter& meter_;
  const std::uint64_t end_;
};

}  // namespace moccasin::search
