// SPDX-License-Identifier: Apache-2.0
// Two slow, obvious ways to the minimum cut with the fewest nodes on the source's side. There is
// one only: what two minimum cuts have in common on that side is a minimum cut as well.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "tests/search/bound/support/cut_network.h"

namespace moccasin::test {

// All subsets: a dozen nodes at most.
inline Cut brute_force_cut(const CutNetwork& network) {
  const std::size_t num_nodes = network.num_nodes();
  const auto nodes_of = [](const Cut& cut) {
    return std::count(cut.source_side.begin(), cut.source_side.end(), true);
  };
  Cut best = cut_at(network, std::vector<bool>(num_nodes, false));
  for (std::uint32_t subset = 1; subset < (1u << num_nodes); ++subset) {
    std::vector<bool> side(num_nodes);
    for (std::size_t node = 0; node < num_nodes; ++node) side[node] = ((subset >> node) & 1) != 0;
    Cut cut = cut_at(network, std::move(side));
    if (std::pair(cut.cost, nodes_of(cut)) < std::pair(best.cost, nodes_of(best))) {
      best = std::move(cut);
    }
  }
  return best;
}

// Edmonds and Karp, JACM 1972: shortest augmenting paths, on a matrix. Pre-condition: some cut is
// finite.
inline Cut edmonds_karp_cut(const CutNetwork& network) {
  const std::size_t source = network.num_nodes(), sink = source + 1;
  std::vector<std::vector<std::int64_t>> residual(sink + 1, std::vector<std::int64_t>(sink + 1));
  for (std::size_t node = 0; node < network.num_nodes(); ++node) {
    residual[source][node] = network.source[node];
    residual[node][sink] = network.sink[node];
  }
  for (const CutNetwork::Arc& arc : network.arcs) residual[arc.from][arc.to] += arc.capacity;

  for (;;) {
    constexpr std::size_t kNowhere = SIZE_MAX;
    std::vector<std::size_t> from(sink + 1, kNowhere), reached{source};
    from[source] = source;
    for (std::size_t i = 0; i < reached.size(); ++i) {
      for (std::size_t node = 0; node <= sink; ++node) {
        if (from[node] != kNowhere || residual[reached[i]][node] == 0) continue;
        from[node] = reached[i];
        reached.push_back(node);
      }
    }
    if (from[sink] == kNowhere) {
      std::vector<bool> side(network.num_nodes());
      for (std::size_t node = 0; node < side.size(); ++node) side[node] = from[node] != kNowhere;
      return cut_at(network, std::move(side));
    }
    std::int64_t amount = search::MaxFlow::kInfinite;
    for (std::size_t node = sink; node != source; node = from[node]) {
      amount = std::min(amount, residual[from[node]][node]);
    }
    for (std::size_t node = sink; node != source; node = from[node]) {
      residual[from[node]][node] -= amount;
      residual[node][from[node]] += amount;
    }
  }
}

}  // namespace moccasin::test
