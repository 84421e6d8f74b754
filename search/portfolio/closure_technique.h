// SPDX-License-Identifier: Apache-2.0
// Raises the bound by the recompute closure (search/bound/), with the best schedule's duration as
// the upper bound. What the relaxation would recompute is made a schedule of.
//
//   suggestion of the relaxation: b, e run again -> primal heuristic -> greedy, short annealing
#pragma once

#include <functional>
#include <optional>
#include <utility>

#include "model/problem.h"
#include "search/bound/closure_bound.h"
#include "search/local/annealing.h"
#include "search/portfolio/technique.h"

namespace moccasin::search {

class ClosureTechnique final : public Technique {
 public:
  static constexpr std::string_view kName = "recompute closure";
  enum class Proof { forgotten, kept };  // whether it remembers how bounds were proved

  // The graphs outlive this. `annealed`, `seed`: of the search for schedules. `upper`: it proves no
  // bound above it, and can do without a schedule if that is finite.
  ClosureTechnique(const CompiledGraph& graph, const CompiledGraph& annealed,
                   const model::Problem& problem, std::uint64_t seed, Proof proof,
                   std::int64_t upper = Incumbent::kNoDuration)
      : graph_(graph),
        annealed_(annealed),
        seed_(seed),
        proof_(proof),
        order_(problem.order),
        base_duration_(problem.graph->base_duration()),
        upper_(upper) {}

  // Called on the thread that works, with every bound line that rises above those before.
  void on_line(std::function<void(const BoundLine&)> call) { on_line_ = std::move(call); }

  [[nodiscard]] std::string_view name() const override { return kName; }
  void plan(const Snapshot& snapshot) override;
  // To the end of a schedule once begun. Nothing to do: without an upper bound, or when the
  // relaxation's optimum for the best one is known.
  void run(Meter& meter, Publisher& to) override;
  void publish(Snapshot& snapshot) const override;
  [[nodiscard]] std::int64_t duration() const override { return upper_; }
  [[nodiscard]] Statistics statistics() const override;

 private:
  [[nodiscard]] std::int64_t lower_bound() const { return closure_ ? closure_->lower_bound() : 0; }
  void make_schedule(Meter& meter, Publisher& to);

  const CompiledGraph &graph_, &annealed_;
  const std::uint64_t seed_;
  const Proof proof_;
  const model::Order order_;
  const std::int64_t base_duration_;
  std::optional<ClosureBound> closure_;  // nothing: not begun
  std::function<void(const BoundLine&)> on_line_;
  std::optional<Annealing> annealing_;
  Found found_;                                  // the fastest that it made
  std::int64_t upper_;                           // of the fastest that it made or was told of
  std::uint64_t ticks_ = 0;                      // of the next turn
  std::uint64_t pace_ = 0;                       // the first worker's, when it last had a turn
  std::int64_t lower_before_ = 0;                // ... its bound then
  std::int64_t known_ = Incumbent::kNoDuration;  // ... and the best duration
  double share_ = 1;                             // of the first worker's ticks
};

}  // namespace moccasin::search
