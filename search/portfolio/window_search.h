// SPDX-License-Identifier: Apache-2.0
// Windows around the best schedule that may hold a faster one (large neighbourhood search:
// search/lns/), on an engine of their own, so that clauses of windows do not get in the way of
// proofs. A part of clause_learning.h.
#pragma once

#include "search/fixed_order/fixed_order_solver.h"
#include "search/lns/large_neighborhood_search.h"
#include "search/portfolio/technique.h"

namespace moccasin::search {

class WindowSearch {
 public:
  static constexpr std::string_view kName = "window search";

  // The graph outlives this, and is exact.
  WindowSearch(const CompiledGraph& graph, std::uint64_t seed);

  // Its part of `ticks`, which it shares with proofs: more if it found something when it last ran.
  [[nodiscard]] std::uint64_t part_of(std::uint64_t ticks) const;
  // Around `best`, for about `ticks`.
  void run(const Steps& best, std::uint64_t ticks, Meter& meter, const OnBetter& on_better);

  // Null: it has not run yet.
  [[nodiscard]] const FixedOrderSolver* solver() const { return solver_ ? &*solver_ : nullptr; }
  void add_to(Statistics& statistics) const;

 private:
  const CompiledGraph& graph_;
  std::optional<FixedOrderSolver> solver_;  // made when first needed: many a run is over before
  LargeNeighborhoodSearch windows_;
  bool pays_ = true;  // it found something when it last ran
};

}  // namespace moccasin::search
