// SPDX-License-Identifier: Apache-2.0
// Works by clause learning: attempts to prove the best schedule optimal, or to find out that
// nothing fits, and windows around it (window_search.h). Only where the order is kept.
#pragma once

#include <cstdint>
#include <optional>

#include "model/problem.h"
#include "search/fixed_order/fixed_order_solver.h"
#include "search/portfolio/technique.h"
#include "search/portfolio/window_search.h"

namespace moccasin::search {

class ClauseLearning final : public Technique {
 public:
  static constexpr std::string_view kName = "clause learning";

  // The graph outlives this, and is exact. `techniques`: all, or one of proofs and windows alone.
  ClauseLearning(const CompiledGraph& graph, const model::Problem& problem, Techniques techniques,
                 std::uint64_t seed);

  [[nodiscard]] std::string_view name() const override { return kName; }
  void plan(const Snapshot& snapshot) override;
  // Its turn ends as well when something is proved.
  void run(Meter& meter, Publisher& to) override;
  void publish(Snapshot& snapshot) const override;
  [[nodiscard]] std::int64_t duration() const override { return best_.duration; }
  [[nodiscard]] Statistics statistics() const override;

  // Null: it does not prove, or has not begun to.
  [[nodiscard]] const FixedOrderSolver* prover() const { return prover_ ? &*prover_ : nullptr; }

 private:
  void set_incumbent(const Steps& steps);
  Offer offer(const Steps& steps, std::string_view by, Publisher& to);
  void import(const ClosureBound& closure);
  void tell_prover();
  void prove(std::uint64_t ticks, Meter& meter, Publisher& to);
  void raise(const FixedOrderSolver& solver, Publisher& to) const;
  [[nodiscard]] double closed() const;

  const CompiledGraph& graph_;
  const std::int64_t base_duration_;
  const bool alone_;
  const bool proves_;
  std::optional<FixedOrderSolver> prover_;  // made when first needed: many a run is over before
  std::optional<WindowSearch> windows_;
  // What the closure had proved when it was last heard of; what the prover was told of its fixings.
  std::int64_t closure_upper_ = -1, closure_lower_ = 0;
  OpFixings fixings_, told_;
  std::optional<ClosureStart> closure_start_;
  Found best_;               // the best it knows
  std::uint64_t ticks_ = 0;  // of the next turn
  std::uint64_t done_ = 0;   // of all turns
  std::uint64_t pace_ = 0;   // the first worker's, when it last had a turn
  double share_ = 4;         // of the first worker's ticks
};

}  // namespace moccasin::search
