// SPDX-License-Identifier: Apache-2.0
// Maximum flows and minimum cuts (Boykov, Kolmogorov, PAMI 2004) of a network that changes little
// between solves. One tree grows from the source along arcs with room, another backwards from the
// sink; where they meet there is a path to augment.
//
//             source tree        meets        sink tree
//             .-> a ---> b   ------------>   c ---> d -.
//   source --<           `-> e                          >--> sink
//             `-> f                          g --------'
//
// If the augmented path fills a -> b, then b and e are orphans: they are adopted by a neighbor that
// still hangs from the source, or leave the tree. When the trees can neither grow nor meet, the
// source's tree is the source's side of a minimum cut, and no other has fewer nodes there.
//
// The flow outlives a solve, so the next one has the difference to do only. Where a capacity falls
// below its flow, the flow of the arc is cut back and the ends are made even through both terminals
// (Kohli, Torr, PAMI 2007): the same on source -> node and node -> sink changes no minimum cut.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/strong_index.h"
#include "search/limits/meter.h"

namespace moccasin::search {

class MaxFlow {
 public:
  using Node = base::StrongIndex<struct FlowNodeTag>;
  using Arc = base::StrongIndex<struct FlowArcTag>;

  // Pre-conditions: a capacity is finite or kInfinite; the finite ones of the terminals, and
  // likewise of the arcs, sum to less; a cycle has an arc of finite capacity.
  static constexpr std::int64_t kInfinite = std::int64_t{1} << 60;

  // Building: nodes without capacities, arcs of one direction, then finish().
  Node add_node();
  Arc add_arc(Node from, Node to, std::int64_t capacity);
  void finish();
  [[nodiscard]] std::size_t num_nodes() const { return nodes_.size(); }
  [[nodiscard]] std::size_t num_arcs() const { return num_arcs_; }

  // By how much a capacity grows, or shrinks if `by` < 0. Pre-condition: not to below 0.
  void change_source(Node node, std::int64_t by);  // source -> node
  void change_sink(Node node, std::int64_t by);    // node -> sink
  void change_arc(Arc arc, std::int64_t by);       // once finished

  // False: `meter`, which is charged for the work if there is one, has ended. The flow is one all
  // the same, not the largest, and solve() may be called again; of the cut nothing is known.
  bool solve(Meter* meter = nullptr);

  // Whether the last solve() left `node` on the source's side of the minimum cut, the one with the
  // fewest nodes there: what the source can still reach.
  [[nodiscard]] bool on_source_side(Node node) const { return nodes_[node].tree == Tree::source; }
  // How much of node -> sink the flow leaves. Without it, at all nodes together, the minimum cut
  // costs the same; with `node` on the source's side, a cut costs that much more at least. After
  // repairs it may be less than a flow from scratch would leave.
  [[nodiscard]] std::int64_t residual_to_sink(Node node) const;

  // What the flow leaves of an arc, and of source -> node: of a flow from scratch, in a network
  // where no node has both a source and a sink.
  [[nodiscard]] std::int64_t residual(Arc arc) const { return halves_[forward_[arc]].residual; }
  [[nodiscard]] std::int64_t residual_from_source(Node node) const {
    return nodes_[node].spare > 0 ? nodes_[node].spare : 0;
  }

  // Grows with every solve, the same on every machine.
  [[nodiscard]] std::uint64_t work() const { return arcs_seen_ / 4; }

 private:
  // An arc is two halves, each of them listed at the node it leaves.
  using Half = base::StrongIndex<struct FlowHalfTag>;
  enum class Tree : std::uint8_t { none, source, sink };

  // In the place of a half to the parent.
  static constexpr Half kTerminal{0xfffffffe};  // the parent is the source, or the sink
  static constexpr Half kOrphan{0xfffffffd};
  static constexpr std::size_t kMostHalves = 0xfffffffd;

  struct NodeState {
    std::int64_t spare = 0;  // residual of source -> node less that of node -> sink
    Half parent{};
    std::uint32_t distance = 0;  // arcs from the terminal, as of `checked`
    std::uint32_t checked = 0;   // the time when the tree was last known to hold the node
    Tree tree = Tree::none;
    bool active = false;  // queued: may have neighbors to grow to
  };
  struct HalfState {
    Node head;
    Half reverse;
    std::int64_t residual = 0;
  };
  struct NewArc {
    Node from, to;
    std::int64_t capacity;
  };

  // The tree of the sink is that of the source with all arcs turned around. `half` leaves a node
  // of the tree: the half that carries flow to, or from, a child at its head.
  template <Tree kTree>
  [[nodiscard]] Half downward(Half half) const {
    return kTree == Tree::source ? half : halves_[half].reverse;
  }
  template <Tree kTree>
  [[nodiscard]] Half upward(Half half) const {
    return kTree == Tree::source ? halves_[half].reverse : half;
  }
  [[nodiscard]] bool has_room(Half half) const { return halves_[half].residual > 0; }

  void plant();
  void activate(Node node);
  template <Tree kTree>
  void grow(Node node);

  void augment(Half bridge);
  template <Tree kTree>
  [[nodiscard]] std::int64_t room_above(Node node, std::int64_t most);
  template <Tree kTree>
  void push_above(Node node, std::int64_t amount);
  void push(Half half, std::int64_t amount);
  void orphan(Node node);

  void adopt_orphans();
  template <Tree kTree>
  void adopt(Node node);
  template <Tree kTree>
  void abandon(Node node);
  [[nodiscard]] std::uint32_t distance_from_terminal(Node node);

  base::IndexedVector<Node, NodeState> nodes_;
  base::IndexedVector<Node, std::int64_t> sink_capacity_;
  base::IndexedVector<Node, Half> first_;  // of the halves that leave a node; one node more
  base::IndexedVector<Half, HalfState> halves_;
  base::IndexedVector<Arc, Half> forward_;
  std::vector<NewArc> new_arcs_;  // until finished
  std::size_t num_arcs_ = 0;
  bool finished_ = false;

  std::vector<Node> queue_;  // a ring of the active nodes
  std::size_t queue_begin_ = 0, queue_size_ = 0;
  std::vector<Node> orphans_;
  std::uint32_t time_ = 0;  // adoptions in this solve
  std::uint64_t arcs_seen_ = 0;
};

}  // namespace moccasin::search
