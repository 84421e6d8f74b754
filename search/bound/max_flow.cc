// SPDX-License-Identifier: Apache-2.0
#include "search/bound/max_flow.h"

#include <algorithm>
#include <utility>

#include "base/assert.h"

namespace moccasin::search {

namespace {

constexpr std::uint32_t kUnreachable = 0xffffffff;

// Arcs seen between two looks at the meter: many, as a cut that is given up is lost.
constexpr std::uint64_t kBetweenLooks = 80'000;

}  // namespace

MaxFlow::Node MaxFlow::add_node() {
  MOCCASIN_ASSERT(!finished_);
  sink_capacity_.push_back(0);
  return nodes_.push_back({});
}

MaxFlow::Arc MaxFlow::add_arc(Node from, Node to, std::int64_t capacity) {
  MOCCASIN_ASSERT(!finished_ && from != to && capacity >= 0);
  MOCCASIN_ASSERT(from.value() < num_nodes() && to.value() < num_nodes());
  new_arcs_.push_back({from, to, capacity});
  return Arc(num_arcs_++);
}

void MaxFlow::finish() {
  MOCCASIN_ASSERT(!finished_ && 2 * num_arcs_ < kMostHalves);
  std::vector<std::uint32_t> begin(num_nodes() + 1);
  for (const NewArc& arc : new_arcs_) {
    ++begin[arc.from.value() + 1];
    ++begin[arc.to.value() + 1];
  }
  for (std::size_t node = 0; node < num_nodes(); ++node) begin[node + 1] += begin[node];
  for (const std::uint32_t half : begin) first_.push_back(Half(half));

  halves_ = base::IndexedVector<Half, HalfState>(2 * num_arcs_);
  for (const NewArc& arc : new_arcs_) {
    const Half forward(begin[arc.from.value()]++), backward(begin[arc.to.value()]++);
    halves_[forward] = {.head = arc.to, .reverse = backward, .residual = arc.capacity};
    halves_[backward] = {.head = arc.from, .reverse = forward, .residual = 0};
    forward_.push_back(forward);
  }
  new_arcs_ = {};
  queue_.resize(num_nodes());
  finished_ = true;
}

void MaxFlow::change_source(Node node, std::int64_t by) { nodes_[node].spare += by; }

void MaxFlow::change_sink(Node node, std::int64_t by) {
  nodes_[node].spare -= by;
  sink_capacity_[node] += by;
  MOCCASIN_ASSERT(sink_capacity_[node] >= 0);
}

void MaxFlow::change_arc(Arc arc, std::int64_t by) {
  HalfState& forward = halves_[forward_[arc]];
  HalfState& backward = halves_[forward.reverse];
  forward.residual += by;
  if (forward.residual >= 0) return;
  // Too much flows: the tail keeps the surplus, the head lacks it.
  const std::int64_t surplus = -forward.residual;
  forward.residual = 0;
  backward.residual -= surplus;
  MOCCASIN_ASSERT(backward.residual >= 0);
  nodes_[backward.head].spare += surplus;
  nodes_[forward.head].spare -= surplus;
}

// A repair may have left more on the way to the sink than there ever was.
std::int64_t MaxFlow::residual_to_sink(Node node) const {
  return std::clamp(-nodes_[node].spare, std::int64_t{0}, sink_capacity_[node]);
}

// The three stages of Boykov and Kolmogorov, in turn: an active node grows its tree; where the
// trees meet, the path is augmented; orphans are adopted. The flow is that of the solve before,
// repaired; the trees are planted anew.
//
// Invariants between two nodes: the flow keeps to all capacities and, but for what the terminals
// spare, to conservation; every tree node hangs from its terminal over arcs with room; a node that
// has a neighbor it could still grow to is in the queue. So when the queue is empty, no arc with
// room leads out of the source's tree, and the cut around it is as small as the flow is large.
bool MaxFlow::solve(Meter* meter) {
  MOCCASIN_ASSERT(finished_);
  std::uint64_t charged = work();
  const auto charge = [&] { meter->charge(work() - std::exchange(charged, work())); };
  plant();
  std::uint64_t asked_at = arcs_seen_;
  while (queue_size_ > 0) {
    if (meter != nullptr && arcs_seen_ - asked_at >= kBetweenLooks) {
      asked_at = arcs_seen_;
      charge();
      if (meter->ended()) return false;
    }
    const Node node = queue_[queue_begin_];
    if (++queue_begin_ == queue_.size()) queue_begin_ = 0;
    --queue_size_;
    nodes_[node].active = false;
    if (nodes_[node].tree == Tree::source) {
      grow<Tree::source>(node);
    } else if (nodes_[node].tree == Tree::sink) {
      grow<Tree::sink>(node);
    }
  }
  if (meter != nullptr) charge();
  return true;
}

// Every node with something to spare is a tree of its own.
void MaxFlow::plant() {
  queue_begin_ = queue_size_ = 0;
  time_ = 0;
  arcs_seen_ += num_nodes();
  for (const Node node : nodes_.indices()) {
    const std::int64_t spare = nodes_[node].spare;
    nodes_[node] = {.spare = spare};
    if (spare == 0) continue;
    nodes_[node].tree = spare > 0 ? Tree::source : Tree::sink;
    nodes_[node].parent = kTerminal;
    nodes_[node].distance = 1;
    activate(node);
  }
}

void MaxFlow::activate(Node node) {
  if (nodes_[node].active) return;
  nodes_[node].active = true;
  const std::size_t end = queue_begin_ + queue_size_++;
  queue_[end < queue_.size() ? end : end - queue_.size()] = node;
}

// Takes in all neighbors that are in no tree, and augments over those in the other.
// Post-condition: `node` has left the tree, is active again, or has neither kind of neighbor.
template <MaxFlow::Tree kTree>
void MaxFlow::grow(Node node) {
  const Half end = first_[Node(node.value() + 1)];
  for (Half half = first_[node]; half != end;) {
    ++arcs_seen_;
    if (!has_room(downward<kTree>(half))) {
      ++half;
      continue;
    }
    const NodeState& parent = nodes_[node];
    const Node neighbor = halves_[half].head;
    NodeState& child = nodes_[neighbor];
    if (child.tree != kTree && child.tree != Tree::none) {
      augment(downward<kTree>(half));
      adopt_orphans();
      if (parent.tree != kTree) return;
      continue;  // with the same half: there may be more
    }
    // A child whose distance is no news may have become closer.
    const bool joins = child.tree == Tree::none;
    if (joins || (child.checked <= parent.checked && child.distance > parent.distance + 1)) {
      child.parent = halves_[half].reverse;
      child.checked = parent.checked;
      child.distance = parent.distance + 1;
      child.tree = kTree;
    }
    if (joins) activate(neighbor);
    ++half;
  }
}

// Fills the path over `bridge`, which leads from the source's tree to the sink's.
void MaxFlow::augment(Half bridge) {
  const Node above = halves_[halves_[bridge].reverse].head, below = halves_[bridge].head;
  std::int64_t amount = halves_[bridge].residual;
  amount = room_above<Tree::source>(above, amount);
  amount = room_above<Tree::sink>(below, amount);
  MOCCASIN_ASSERT(amount > 0);
  push(bridge, amount);
  push_above<Tree::source>(above, amount);
  push_above<Tree::sink>(below, amount);
}

// How much of `most` can flow between `node` and the terminal.
template <MaxFlow::Tree kTree>
std::int64_t MaxFlow::room_above(Node node, std::int64_t most) {
  Half half;
  for (; (half = nodes_[node].parent) != kTerminal; node = halves_[half].head) {
    most = std::min(most, halves_[upward<kTree>(half)].residual);
    ++arcs_seen_;
  }
  const std::int64_t spare = nodes_[node].spare;
  return std::min(most, kTree == Tree::source ? spare : -spare);
}

template <MaxFlow::Tree kTree>
void MaxFlow::push_above(Node node, std::int64_t amount) {
  Half half;
  while ((half = nodes_[node].parent) != kTerminal) {
    push(upward<kTree>(half), amount);
    if (!has_room(upward<kTree>(half))) orphan(node);
    node = halves_[half].head;
  }
  nodes_[node].spare -= kTree == Tree::source ? amount : -amount;
  if (nodes_[node].spare == 0) orphan(node);
}

void MaxFlow::push(Half half, std::int64_t amount) {
  halves_[half].residual -= amount;
  halves_[halves_[half].reverse].residual += amount;
}

void MaxFlow::orphan(Node node) {
  nodes_[node].parent = kOrphan;
  orphans_.push_back(node);
}

void MaxFlow::adopt_orphans() {
  ++time_;
  for (std::size_t i = 0; i < orphans_.size(); ++i) {
    const Node node = orphans_[i];
    if (nodes_[node].tree == Tree::source) {
      adopt<Tree::source>(node);
    } else {
      adopt<Tree::sink>(node);
    }
  }
  orphans_.clear();
}

// Hangs an orphan below the neighbor closest to the terminal, or takes it out of the tree.
template <MaxFlow::Tree kTree>
void MaxFlow::adopt(Node node) {
  Half parent;
  std::uint32_t closest = kUnreachable;
  const Half end = first_[Node(node.value() + 1)];
  for (Half half = first_[node]; half != end; ++half) {
    ++arcs_seen_;
    const Node neighbor = halves_[half].head;
    if (nodes_[neighbor].tree != kTree || !has_room(upward<kTree>(half))) continue;
    const std::uint32_t distance = distance_from_terminal(neighbor);
    if (distance >= closest) continue;
    closest = distance;
    parent = half;
  }
  if (!parent.valid()) return abandon<kTree>(node);
  nodes_[node].parent = parent;
  nodes_[node].checked = time_;
  nodes_[node].distance = closest + 1;
}

// Takes an orphan out of its tree, its children are orphans now, and neighbors that could take it
// back later are active.
template <MaxFlow::Tree kTree>
void MaxFlow::abandon(Node node) {
  const Half end = first_[Node(node.value() + 1)];
  for (Half half = first_[node]; half != end; ++half) {
    ++arcs_seen_;
    const Node neighbor = halves_[half].head;
    if (nodes_[neighbor].tree != kTree) continue;
    if (has_room(upward<kTree>(half))) activate(neighbor);
    if (nodes_[neighbor].parent == halves_[half].reverse) orphan(neighbor);
  }
  nodes_[node].tree = Tree::none;
}

// Over the parents; kUnreachable if an orphan is one. What is found is noted on the whole way, and
// stays true until all orphans are gone: only what hangs below an orphan can become one.
std::uint32_t MaxFlow::distance_from_terminal(Node node) {
  std::uint32_t distance = 0;
  Node above = node;
  for (;; above = halves_[nodes_[above].parent].head) {
    ++arcs_seen_;
    const NodeState& state = nodes_[above];
    if (state.parent == kOrphan) return kUnreachable;
    if (state.checked == time_) {
      distance += state.distance;
      break;
    }
    ++distance;
    if (state.parent == kTerminal) break;
  }
  std::uint32_t left = distance;
  for (Node at = node; nodes_[at].checked != time_; at = halves_[nodes_[at].parent].head) {
    nodes_[at].checked = time_;
    nodes_[at].distance = left--;
    if (nodes_[at].parent == kTerminal) break;
  }
  return distance;
}

}  // namespace moccasin::search
