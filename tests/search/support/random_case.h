// SPDX-License-Identifier: Apache-2.0
// A random problem and its compiled form, which must stay together: both point into the graph.
#pragma once

#include <cstdint>
#include <vector>

#include "base/random.h"
#include "model/problem.h"
#include "model/schedule.h"
#include "search/limits/compiled.h"

namespace moccasin::test {

// Of `most_operations` at most and two at least; the budget lies between the floor and the peak of
// the base order, both included and both likely.
struct RandomCase {
  RandomCase(std::uint64_t seed, std::size_t most_operations, model::Order order,
             search::CompiledGraph::Empty empty = search::CompiledGraph::Empty::dropped);
  RandomCase(const RandomCase&) = delete;
  RandomCase& operator=(const RandomCase&) = delete;

  base::Random random;
  model::Graph graph;
  model::Problem problem;
  search::CompiledGraph compiled;
};

// The same sequence in the other numbering.
[[nodiscard]] std::vector<search::Op> compiled_steps(const model::Graph& graph,
                                                     const model::Schedule& schedule);
[[nodiscard]] model::Schedule schedule_of(const search::CompiledGraph& graph,
                                          const std::vector<search::Op>& steps);

// Bytes of a compiled unit; 0 if no operation ever holds a byte.
[[nodiscard]] std::int64_t bytes_a_unit(const model::Graph& graph,
                                        const search::CompiledGraph& compiled);

}  // namespace moccasin::test
