// SPDX-License-Identifier: Apache-2.0
// The capacities of a network in plain sight, and what a cut of it costs.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <utility>
#include <vector>

#include "search/bound/max_flow.h"

namespace moccasin::test {

// Nodes are 0, 1, 2, ...; at(node) of `source` and `sink` is the capacity from or to the terminal.
struct CutNetwork {
  struct Arc {
    std::size_t from = 0, to = 0;
    std::int64_t capacity = 0;
  };

  std::vector<std::int64_t> source, sink;
  std::vector<Arc> arcs;

  [[nodiscard]] std::size_t num_nodes() const { return source.size(); }
};

struct Cut {
  std::int64_t cost = 0;
  std::vector<bool> source_side;

  friend bool operator==(const Cut&, const Cut&) = default;
};

inline std::ostream& operator<<(std::ostream& out, const Cut& cut) {
  out << "cost " << cut.cost << ", source's side";
  for (std::size_t node = 0; node < cut.source_side.size(); ++node) {
    if (cut.source_side[node]) out << ' ' << node;
  }
  return out;
}

// kInfinite if an infinite capacity is cut.
inline Cut cut_at(const CutNetwork& network, std::vector<bool> source_side) {
  std::int64_t cost = 0;
  const auto pay = [&cost](std::int64_t capacity) {
    cost = std::min(cost + capacity, search::MaxFlow::kInfinite);
  };
  for (std::size_t node = 0; node < network.num_nodes(); ++node) {
    pay(source_side[node] ? network.sink[node] : network.source[node]);
  }
  for (const CutNetwork::Arc& arc : network.arcs) {
    if (source_side[arc.from] && !source_side[arc.to]) pay(arc.capacity);
  }
  return {.cost = cost, .source_side = std::move(source_side)};
}

}  // namespace moccasin::test
