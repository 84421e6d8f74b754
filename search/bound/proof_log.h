// SPDX-License-Identifier: Apache-2.0
// What the search for a bound did, as far as it is a proof: the prices at which something was
// refuted or fixed, and the tree. Flows are left out, they can be found again (certify.h).
//
//   node 0   steps: prices, fixed        a log is a binary tree over cost variables v;  of a
//     |      branch on v                 node with a branch, `never` and `again` are below it
//   node 1: v never    node 2: v again
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "search/bound/closure_network.h"

namespace moccasin::search {

struct ProofStep {
  std::vector<Op> events;
  std::vector<ClosureNetwork::Price> prices;  // by event
  std::vector<CostVar> never;                 // fixed by these prices
};

struct ProofNode {
  std::vector<ProofStep> steps;
  CostVar branch;  // invalid: none
  std::uint32_t never = 0, again = 0;
};

class ProofLog {
 public:
  using Node = std::uint32_t;

  void clear() { nodes_.assign(1, {}); }
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  [[nodiscard]] const ProofNode& node(Node node) const { return nodes_[node]; }

  void add(Node node, ProofStep step) { nodes_[node].steps.push_back(std::move(step)); }
  // Two more nodes: {never, again}.
  std::pair<Node, Node> branch(Node node, CostVar cost_var) {
    const auto never = static_cast<Node>(nodes_.size());
    nodes_[node].branch = cost_var;
    nodes_[node].never = never;
    nodes_[node].again = never + 1;
    nodes_.resize(nodes_.size() + 2);
    return {never, never + 1};
  }
  // A node that hangs nowhere yet, and what becomes of it: `cost_var` is `value` in it, which is
  // refuted; returns where `node` goes on, with the other value. Or nothing comes of it.
  Node begin_probe() {
    nodes_.emplace_back();
    return static_cast<Node>(nodes_.size() - 1);
  }
  Node end_probe(Node node, CostVar cost_var, Again value, Node probe) {
    const auto rest = static_cast<Node>(nodes_.size());
    nodes_.emplace_back();
    const bool never = value == Again::never;
    nodes_[node].branch = cost_var;
    nodes_[node].never = never ? probe : rest;
    nodes_[node].again = never ? rest : probe;
    return rest;
  }
  void drop_probe() { nodes_.pop_back(); }

 private:
  std::vector<ProofNode> nodes_{1};
};

}  // namespace moccasin::search
