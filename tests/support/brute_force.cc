// SPDX-License-Identifier: Apache-2.0
#include "tests/support/brute_force.h"

#include <cstdint>

#include "model/verify.h"

namespace moccasin::test {
namespace {

class Enumeration {
 public:
  Enumeration(const model::Problem& problem,
              const std::function<bool(const model::Schedule&)>& accepts)
      : problem_(problem), order_(problem.graph->base_order()), accepts_(accepts) {}

  std::optional<model::Schedule> fastest() {
    extend(0, 0);
    return best_;
  }

 private:
  // Everything from stage `stage` on, after steps that take `duration`.
  void extend(std::size_t stage, std::int64_t duration) {
    if (best_ && duration >= best_duration_) return;
    if (stage == order_.size()) {
      const model::Verdict verdict = model::verify(problem_, schedule_);
      if (!verdict.valid() || (accepts_ && !accepts_(schedule_))) return;
      best_ = schedule_;
      best_duration_ = duration;
      return;
    }
    for (std::uint32_t chosen = 0; chosen < std::uint32_t{1} << stage; ++chosen) {
      const std::size_t steps = schedule_.steps.size();
      std::int64_t longer = duration;
      const auto run = [&](model::OpIndex op) {
        schedule_.steps.push_back(op);
        longer += problem_.graph->operation(op).duration;
      };
      for (std::size_t position = 0; position < stage; ++position) {
        if ((chosen >> position & 1) != 0) run(order_[position]);
      }
      run(order_[stage]);
      extend(stage + 1, longer);
      schedule_.steps.resize(steps);
    }
  }

  const model::Problem& problem_;
  const std::span<const model::OpIndex> order_;
  const std::function<bool(const model::Schedule&)>& accepts_;
  model::Schedule schedule_;
  std::optional<model::Schedule> best_;
  std::int64_t best_duration_ = 0;
};

}  // namespace

std::optional<model::Schedule> brute_force(
    const model::Problem& problem, const std::function<bool(const model::Schedule&)>& accepts) {
  MOCCASIN_ASSERT(problem.order == model::Order::kept);
  MOCCASIN_ASSERT(problem.graph->num_operations() <= 7);
  return Enumeration(problem, accepts).fastest();
}

}  // namespace moccasin::test
