// SPDX-License-Identifier: Apache-2.0
// Annealing (search/local/) as a technique, as many workers as there are shares for it. All cool
// alike in a round, and differ by seed and, where the order is free, by where they start:
//
//   round     0                1                   2
//   worker 0  greedy, quench | hot from the best | warm from the best | ...   with the order kept
//   worker 1  greedy, quench | hot from the best | warm from the best | ...   each twice as long
//
// Where the order is free, they start from several orders first, and later from sequences
// without a part of their recomputations (search/local/restarts.h).
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "model/problem.h"
#include "search/local/restarts.h"
#include "search/portfolio/technique.h"

namespace moccasin::search {

// What annealing workers have in common: how long a round is and how hot, as the first of them
// plans it, and the starting orders.
class AnnealingPlan {
 public:
  // The graph, `problem` compiled for annealing, outlives this.
  AnnealingPlan(const model::Problem& problem, const CompiledGraph& graph);

  // `proposals`: so many the first worker has made by now.
  void plan(const Snapshot& snapshot, std::uint64_t proposals);

  [[nodiscard]] const CompiledGraph& graph() const { return graph_; }
  [[nodiscard]] model::Order order() const { return order_; }
  [[nodiscard]] const Cooling& cooling() const { return cooling_; }
  [[nodiscard]] const StartingOrders& starting() const { return starting_; }

 private:
  const CompiledGraph& graph_;
  const model::Order order_;
  StartingOrders starting_;  // the best first; with the order kept there is one
  Cooling cooling_;          // of this round
};

class AnnealingTechnique final : public Technique {
 public:
  static constexpr std::string_view kName = "annealing";
  enum class Until { end, greedy };  // greedy: it is there for the first schedule only

  // The `index`th of those that share a plan; `seed`: of the run.
  AnnealingTechnique(std::shared_ptr<AnnealingPlan> plan, std::size_t index, std::uint64_t seed,
                     Until until = Until::end);

  [[nodiscard]] std::string_view name() const override { return kName; }
  void plan(const Snapshot& snapshot) override;
  // One cycle.
  void run(Meter& meter, Publisher& to) override;
  void publish(Snapshot& snapshot) const override;
  [[nodiscard]] std::int64_t duration() const override { return annealing_.best_duration(); }
  [[nodiscard]] Statistics statistics() const override;

 private:
  const std::shared_ptr<AnnealingPlan> plan_;
  const std::size_t index_;
  const Until until_;
  Annealing annealing_;
  std::optional<Restarts> restarts_;  // nothing: the order is kept
  const Snapshot* snapshot_ = nullptr;
};

}  // namespace moccasin::search
