// SPDX-License-Identifier: Apache-2.0
// A meter for loops that go by one, from callers that have a poll. It goes when they have meters.
#pragma once

#include <functional>

#include "search/limits/meter.h"

namespace moccasin::search {

// Asks `poll` whenever a meter looks.
class PollWatch final : public Meter::Watch {
 public:
  using Poll = std::function<StopReason(std::uint64_t work)>;
  explicit PollWatch(Poll poll) : poll_(std::move(poll)) {}
  StopReason look(const Meter& meter) override {
    const StopReason reason = poll_(meter.ticks());
    if (each_tick_ != nullptr) each_tick_->grant(meter.ticks() + 1);
    return reason;
  }
  // From now on `meter` looks again after the next tick.
  void look_at_each_tick(Meter& meter) { each_tick_ = &meter; }

 private:
  const Poll poll_;
  Meter* each_tick_ = nullptr;
};

}  // namespace moccasin::search
