// SPDX-License-Identifier: Apache-2.0
// Small problems on which a bound has something to do, with all their relaxed solutions.
#pragma once

#include <cstdint>
#include <vector>

#include "base/random.h"
#include "model/problem.h"
#include "model/schedule.h"
#include "search/bound/closure_bound.h"
#include "tests/search/bound/support/relaxed_solutions.h"

namespace moccasin::test {

// A meter without limits, and a share of it.
struct Turn {
  explicit Turn(std::uint64_t ticks = search::Meter::kUnlimited) : share(meter, ticks) {}

  search::Limits limits;
  search::Meter meter{limits};
  search::Share share;
};

// As long as there is something to do, or for `ticks`.
inline void improve(search::ClosureBound& bound, std::int64_t upper,
                    std::uint64_t ticks = search::Meter::kUnlimited) {
  Turn turn(ticks);
  bound.improve(upper, turn.share);
}
inline search::DualAscent::Result run(search::DualAscent& ascent, search::ClosureNode& node,
                                      int steps, double gain) {
  Turn turn;
  return ascent.run(node, steps, gain, turn.share);
}
inline search::BoundTree::Result refute(search::BoundTree& tree) {
  Turn turn;
  return tree.refute(turn.share);
}

// A training step in small: layers one after the other, then backwards, each reading its layer's
// output, some that of the layer before. Durations and sizes of 1 to `most`.
[[nodiscard]] model::Graph random_step(std::size_t layers, std::int64_t most, base::Random& random);

// Operations w first, then, one after the other, some that need much room and some that read from
// w:
//
//   w0  w1  w2    big -> r(w0, w2) -> big -> r(w0, w1, w2) -> big -> r(w1)
// Some w read the one before. `once` runs once only; invalid: none does.
[[nodiscard]] model::Graph squeezed(std::size_t held, std::size_t reads, base::Random& random,
                                    model::OpIndex once = {});

// Every other one is a training step of up to ten operations, the rest any graph of up to eight.
// Budgets are tight; there may be no solution.
struct BoundCase {
  BoundCase(std::uint64_t seed, model::Order order);
  BoundCase(const BoundCase&) = delete;
  BoundCase& operator=(const BoundCase&) = delete;

  base::Random random;
  model::Graph graph;
  model::Problem problem;
  search::CompiledGraph compiled;
  search::EventScan scan;
  search::CostVars cost_vars;  // none is split
  RelaxedSolutions relaxed;
};

// Whether shortest_by_live_sets() solves it.
[[nodiscard]] bool can_be_tried(const BoundCase& c, std::size_t most_operations);

// Valid schedules at random, no two of the same duration, the slowest first.
[[nodiscard]] std::vector<model::Schedule> random_schedules(BoundCase& c);

// Where nothing is decided.
[[nodiscard]] search::ClosureNode root_of(const search::CompiledGraph& graph);

[[nodiscard]] std::int64_t scaled(const search::CostScale& scale, RelaxedSolutions::Set again);

// The events where the most is live if nothing is recomputed, in base order.
[[nodiscard]] std::vector<search::Op> fullest(const BoundCase& c, std::size_t number);

}  // namespace moccasin::test
