// SPDX-License-Identifier: Apache-2.0
#include "search/lns/adaptive.h"

#include <algorithm>

namespace moccasin::search {

Adaptive::Adaptive(std::size_t generators, std::size_t most)
    : arms_(generators), most_(static_cast<double>(std::max<std::size_t>(most, 2))) {}

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
  constexpr double kGrow = 1.06, kShrink = 1 / 1.06, kSmallest = 2;
  constexpr double kForget = 0.98, kReward = 0.5, kLeastWeight = 0.2;
  Arm& arm = arms_[generator];
  arm.size *= end == FixedOrderSolver::Window::gave_up ? kShrink : kGrow;
  arm.size = std::clamp(arm.size, kSmallest, most_);
  arm.weight *= kForget;
  if (gain == Gain::some) arm.weight += kReward;
  arm.weight = std::max(arm.weight, kLeastWeight);
}

}  // namespace moccasin::search
