// SPDX-License-Identifier: Apache-2.0
// A maximum flow by shortest augmenting paths on a matrix (Edmonds and Karp, JACM 1972).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace moccasin::test {

class MatrixFlow {
 public:
  // Node 0 is the source, node 1 the sink.
  explicit MatrixFlow(std::size_t nodes)
      : capacity_(nodes, std::vector<std::int64_t>(nodes, 0)), rest_(capacity_) {}

  void add(std::size_t from, std::size_t to, std::int64_t capacity) {
    capacity_[from][to] = rest_[from][to] = capacity;
  }
  void solve() {
    while (augment()) {
    }
  }
  // Pre-condition: there is no arc the other way.
  [[nodiscard]] std::int64_t flow(std::size_t from, std::size_t to) const {
    return capacity_[from][to] - rest_[from][to];
  }

 private:
  bool augment() {
    constexpr std::size_t kNowhere = SIZE_MAX;
    std::vector<std::size_t> from(rest_.size(), kNowhere), reached{0};
    for (std::size_t i = 0; i < reached.size(); ++i) {
      for (std::size_t node = 1; node < rest_.size(); ++node) {
        if (from[node] != kNowhere || rest_[reached[i]][node] == 0) continue;
        from[node] = reached[i];
        reached.push_back(node);
      }
    }
    if (from[1] == kNowhere) return false;
    std::int64_t amount = INT64_MAX;
    for (std::size_t node = 1; node != 0; node = from[node]) {
      amount = std::min(amount, rest_[from[node]][node]);
    }
    for (std::size_t node = 1; node != 0; node = from[node]) {
      rest_[from[node]][node] -= amount;
      rest_[node][from[node]] += amount;
    }
    return true;
  }

  std::vector<std::vector<std::int64_t>> capacity_, rest_;
};

}  // namespace moccasin::test
