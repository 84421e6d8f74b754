// SPDX-License-Identifier: Apache-2.0
#include "search/lns/adaptive.h"

#include <algorithm>

namespace moccasin::search {

namespace {

// A window's size changes by so much after each search. The two are each other's inverse, so sizes
// settle where as many windows are searched to the end as not: smaller ones hold too little, larger
// ones are mostly given up without an answer. Neither these numbers nor those below have been
// measured by themselves.
constexpr double kGrow = 1.06, kShrink = 1 / 1.06, kSmallest = 2;
// A generator's weight is what its improvements have added, of which the older count for less; one
// that has had none for long keeps a little, since what helps changes as the schedule does.
constexpr double kForget = 0.98, kReward = 0.5, kLeastWeight = 0.2;

}  // namespace

Adaptive::Adaptive(std::size_t generators, std::size_t most)
    : arms_(generators), most_(static_cast<double>(std::max<std::size_t>(most, 2))) {}

// By roulette: each as often as its part of the total weight.
std::size_t Adaptive::choose(base::Random& random) const {
  double total = 0;
  for (const Arm& arm : arms_) total += arm.weight;
  double left = random.unit() * total;
  for (std::size_t i = 0; i + 1 < arms_.size(); ++i) {
    left -= arms_[i].weight;
    if (left < 0) return i;
  }
  return arms_.size() - 1;
}

void Adaptive::tell(std::size_t generator, FixedOrderSolver::Window end, Gain gain) {
  Arm& arm = arms_[generator];
  arm.size *= end == FixedOrderSolver::Window::gave_up ? kShrink : kGrow;
  arm.size = std::clamp(arm.size, kSmallest, most_);
  arm.weight *= kForget;
  if (gain == Gain::some) arm.weight += kReward;
  arm.weight = std::max(arm.weight, kLeastWeight);
}

}  // namespace moccasin::search
