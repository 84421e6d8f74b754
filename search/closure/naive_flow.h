// SPDX-License-Identifier: Apache-2.0
// A maximum flow as one would write it down first: shortest augmenting paths (Edmonds, Karp, JACM
// 1972), from scratch. It is what the closure's checker compares MaxFlow with, and shares nothing
// with it.
#pragma once

#include <cstddef>
#include <vector>

#include "base/wide_int.h"

namespace moccasin::search {

class NaiveFlow {
 public:
  using Amount = base::Wide;
  // Pre-condition: all other capacities together are less than a quarter of it.
  static constexpr Amount kUnlimited = Amount{1} << 124;
  static constexpr std::size_t kSource = 0, kSink = 1;

  std::size_t add_node() {
    leaving_.emplace_back();
    return leaving_.size() - 1;
  }
  void add_edge(std::size_t from, std::size_t to, Amount capacity);

  // The maximum flow; kUnlimited or more if nothing limits it. It uses the capacities up.
  [[nodiscard]] Amount maximum();

 private:
  // Edges come in pairs, an edge and its reverse, so that `edge ^ 1` is the other one.
  struct Edge {
    std::size_t to = 0;
    Amount room = 0;
  };

  // By node: the edge by which a shortest path from the source arrives; empty: none has room.
  [[nodiscard]] std::vector<std::size_t> shortest_path() const;

  std::vector<Edge> edges_;
  std::vector<std::vector<std::size_t>> leaving_{2};  // edges, by node
};

}  // namespace moccasin::search
