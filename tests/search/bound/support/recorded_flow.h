// SPDX-License-Identifier: Apache-2.0
// A MaxFlow and a record of the capacities it should have by now, and random changes to both.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/random.h"
#include "search/bound/max_flow.h"
#include "tests/search/bound/support/cut_network.h"

namespace moccasin::test {

class RecordedFlow {
 public:
  using Node = search::MaxFlow::Node;
  using Arc = search::MaxFlow::Arc;

  explicit RecordedFlow(CutNetwork network) : network_(std::move(network)) {
    for (std::size_t node = 0; node < network_.num_nodes(); ++node) {
      const Node added = flow_.add_node();
      flow_.change_source(added, network_.source[node]);
      flow_.change_sink(added, network_.sink[node]);
    }
    for (const CutNetwork::Arc& arc : network_.arcs) {
      flow_.add_arc(Node(arc.from), Node(arc.to), arc.capacity);
    }
    flow_.finish();
  }

  [[nodiscard]] const CutNetwork& network() const { return network_; }
  [[nodiscard]] const search::MaxFlow& flow() const { return flow_; }

  void set_source(std::size_t node, std::int64_t capacity) {
    flow_.change_source(Node(node), capacity - std::exchange(network_.source[node], capacity));
  }
  void set_sink(std::size_t node, std::int64_t capacity) {
    flow_.change_sink(Node(node), capacity - std::exchange(network_.sink[node], capacity));
  }
  void set_arc(std::size_t arc, std::int64_t capacity) {
    flow_.change_arc(Arc(arc), capacity - std::exchange(network_.arcs[arc].capacity, capacity));
  }

  Cut solve() {
    flow_.solve();
    std::vector<bool> side(network_.num_nodes());
    for (std::size_t node = 0; node < side.size(); ++node) {
      side[node] = flow_.on_source_side(Node(node));
    }
    return cut_at(network_, std::move(side));
  }

 private:
  CutNetwork network_;
  search::MaxFlow flow_;
};

// How a random network looks.
struct NetworkShape {
  std::size_t nodes = 1, arcs = 0;
  std::int64_t most = 1;   // of a finite capacity
  double terminals = 0.5;  // that a node has a source, and that it has a sink
  double infinite = 0;     // that an arc that leads to a higher number is infinite, or a source
};

inline std::int64_t random_terminal(base::Random& random, const NetworkShape& shape) {
  return random.chance(shape.terminals) ? random.between(0, shape.most) : 0;
}

inline std::int64_t random_source(base::Random& random, const NetworkShape& shape) {
  if (random.chance(shape.infinite / 4)) return search::MaxFlow::kInfinite;
  return random_terminal(random, shape);
}

inline std::int64_t random_capacity(base::Random& random, const NetworkShape& shape,
                                    const CutNetwork::Arc& arc) {
  if (arc.from < arc.to && random.chance(shape.infinite)) return search::MaxFlow::kInfinite;
  return random.between(0, shape.most);
}

// Opposite and parallel arcs are likely in small ones.
inline CutNetwork random_network(base::Random& random, const NetworkShape& shape) {
  CutNetwork network;
  for (std::size_t node = 0; node < shape.nodes; ++node) {
    network.source.push_back(random_source(random, shape));
    network.sink.push_back(random_terminal(random, shape));
  }
  for (std::size_t i = 0; i < shape.arcs && shape.nodes > 1; ++i) {
    CutNetwork::Arc arc;
    arc.from = random.below(shape.nodes);
    arc.to = random.below(shape.nodes - 1);
    if (arc.to >= arc.from) ++arc.to;
    arc.capacity = random_capacity(random, shape, arc);
    network.arcs.push_back(arc);
  }
  return network;
}

// One capacity becomes another.
inline void change_one(base::Random& random, const NetworkShape& shape, RecordedFlow& flow) {
  const CutNetwork& network = flow.network();
  const std::size_t node = random.below(network.num_nodes());
  const std::uint32_t kind = random.below(network.arcs.empty() ? 2 : 4);
  if (kind == 0) return flow.set_source(node, random_source(random, shape));
  if (kind == 1) return flow.set_sink(node, random_terminal(random, shape));
  const std::size_t arc = random.below(network.arcs.size());
  flow.set_arc(arc, random_capacity(random, shape, network.arcs[arc]));
}

}  // namespace moccasin::test
