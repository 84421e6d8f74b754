// SPDX-License-Identifier: Apache-2.0
// The classical case for recomputation, and what tests of whole runs ask of it.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "model/profile.h"
#include "search/portfolio/options.h"
#include "search/portfolio/result.h"
#include "tests/support/build_graph.h"

namespace moccasin::test {

// A training step in small: `layers` forward, as many backward in reverse, each backward operation
// reads the forward tensor of its layer. The base peak is at the turn.
inline model::Graph training_chain(std::size_t layers) {
  std::vector<std::pair<std::int64_t, std::int64_t>> operations;  // duration, size
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  for (std::size_t i = 0; i < layers; ++i) {
    operations.emplace_back(10 + static_cast<std::int64_t>(i % 7), 8);
  }
  for (std::size_t i = 0; i < layers; ++i) operations.emplace_back(20, 4);
  for (std::size_t i = 1; i < 2 * layers; ++i) edges.emplace_back(i - 1, i);
  for (std::size_t i = 0; i + 1 < layers; ++i) edges.emplace_back(i, 2 * layers - 1 - i);
  return built(simple_graph(operations, edges));
}

inline std::int64_t base_peak_of(const model::Graph& graph) {
  return model::make_profile(graph, model::base_schedule(graph)).peak;
}

inline search::SolveOptions with_work(std::uint64_t work, std::uint64_t seed = 3) {
  search::SolveOptions options;
  options.limits.work = work;
  options.seed = seed;
  return options;
}

// Without engine and closure, which would prove it optimal.
inline search::SolveOptions local_with_work(std::uint64_t work, std::uint64_t seed = 3) {
  search::SolveOptions options = with_work(work, seed);
  options.techniques = search::Techniques::local;
  return options;
}

// -1: nobody counts that.
inline std::int64_t counter(const search::Statistics& statistics, std::string_view name) {
  for (const auto& [known, value] : statistics) {
    if (known == name) return value;
  }
  return -1;
}

}  // namespace moccasin::test
