// SPDX-License-Identifier: Apache-2.0
// Large neighbourhood search on a FixedOrderSolver: draw a neighbourhood of the best schedule,
// search it by clause learning with everything else assumed as it is, keep what was learned, and
// again.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/random.h"
#include "search/fixed_order/fixed_order_solver.h"
#include "search/lns/adaptive.h"
#include "search/lns/neighborhood.h"

namespace moccasin::search {

class LargeNeighborhoodSearch {
 public:
  LargeNeighborhoodSearch(const CompiledGraph& graph, std::uint64_t seed);

  // Searches windows of the solver's schedule until the share is used up or the solver has proved
  // something. A window that has begun is searched to its end. Pre-condition: there is a schedule.
  void run(FixedOrderSolver& solver, Share& share, const OnBetter& on_better);

  [[nodiscard]] std::uint64_t windows() const { return windows_; }
  [[nodiscard]] std::uint64_t improvements() const { return improvements_; }

 private:
  // Conflicts of a window: fewer give up more windows, more search fewer of them. It has not been
  // measured by itself.
  static constexpr std::uint64_t kConflicts = 300;

  // Searches one window again and again, as long as that improves.
  FixedOrderSolver::Window search(FixedOrderSolver& solver, const std::vector<char>& freed,
                                  Meter& meter, const OnBetter& on_better);

  const CompiledGraph& graph_;
  base::Random random_;
  std::vector<std::unique_ptr<NeighborhoodGenerator>> generators_;
  Adaptive adaptive_;
  std::uint64_t windows_ = 0, improvements_ = 0;
};

}  // namespace moccasin::search
