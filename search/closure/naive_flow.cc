// SPDX-License-Identifier: Apache-2.0
#include "search/closure/naive_flow.h"

#include <algorithm>

namespace moccasin::search {

void NaiveFlow::add_edge(std::size_t from, std::size_t to, Amount capacity) {
  leaving_[from].push_back(edges_.size());
  edges_.push_back({to, capacity});
  leaving_[to].push_back(edges_.size());
  edges_.push_back({from, 0});
}

// Breadth first, so that no path is longer than need be: that bounds how many there can be.
std::vector<std::size_t> NaiveFlow::shortest_path() const {
  constexpr std::size_t kNotReached = static_cast<std::size_t>(-1);
  std::vector<std::size_t> arrives(leaving_.size(), kNotReached), reached{kSource};
  for (std::size_t i = 0; i < reached.size(); ++i) {
    for (const std::size_t edge : leaving_[reached[i]]) {
      const std::size_t to = edges_[edge].to;
      if (edges_[edge].room == 0 || arrives[to] != kNotReached || to == kSource) continue;
      arrives[to] = edge;
      if (to == kSink) return arrives;
      reached.push_back(to);
    }
  }
  return {};
}

// The invariant is that of every such method: what goes into a node leaves it. Where no path with
// room is left, the nodes that can be reached are a cut that the flow fills.
NaiveFlow::Amount NaiveFlow::maximum() {
  Amount total = 0;
  while (total < kUnlimited) {
    const std::vector<std::size_t> arrives = shortest_path();
    if (arrives.empty()) break;
    const auto along_path = [&](const auto& visit) {
      for (std::size_t node = kSink; node != kSource; node = edges_[arrives[node] ^ 1].to) {
        visit(arrives[node]);
      }
    };
    Amount most = kUnlimited;
    along_path([&](std::size_t edge) { most = std::min(most, edges_[edge].room); });
    along_path([&](std::size_t edge) {
      edges_[edge].room -= most;
      edges_[edge ^ 1].room += most;
    });
    total += most;
  }
  return total;
}

}  // namespace moccasin::search
