// SPDX-License-Identifier: Apache-2.0
// Builds the network of the recompute closure, whoever wants it: the bound, which solves it many
// times at other prices (closure_network.h), and certificates, which tell its flow arc by arc
// (step_flow.h).
//
// What must run again if something else does is a closure: a set of decisions, a yes each, of which
// many imply others. The cheapest closure is a minimum cut (Picard, Management Science 1976). Each
// decision is a node, yes on the source's side; an implication is an arc that nothing can cut; what
// a yes costs hangs at the sink, what a no costs at the source.
//
// Nodes and arcs come event by event, in base order, and per event from the last operation to the
// first, so that what reads is there before what it reads: `demand_` then holds all Y whose yes
// asks for a tensor. A chain arc leads to the latest event before, and from there on.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "search/bound/again.h"
#include "search/bound/cost_variables.h"
#include "search/bound/event_scan.h"
#include "search/bound/max_flow.h"

namespace moccasin::search {

// What a network may note of the arcs; each is told when there is one.
struct NotesNothing {
  void chained(Op /*op*/, Op /*to*/, MaxFlow::Arc /*arc*/) {}            // Y -> Y at the event `to`
  void away_later(Op /*op*/, MaxFlow::Arc /*arc*/) {}                    // P -> Y
  void asked(Op /*reader*/, Tensor /*tensor*/, MaxFlow::Arc /*arc*/) {}  // Y -> A
};

// A Network is of NotesNothing's kind and has
//
//   kEveryArc        whether to build, too, what no cut depends on but a flow needs to be told
//   ran(op, y)       Y has been made
//   total(cost_var)  Z; makes it when asked for the first time
//   price_absence(op, node, units)    source -> P: what is needed of op, if it is not away
//   price_tensor(tensor, any, away)   A -> P: a tensor in demand; `away` invalid: -> sink
template <class Network>
class ClosureBuilder {
 public:
  // All outlive this.
  ClosureBuilder(Network& network, MaxFlow& flow, EventScan& scan, const CostVars& cost_vars,
                 const Fixings& again)
      : network_(network),
        flow_(flow),
        scan_(scan),
        graph_(scan.graph()),
        cost_vars_(cost_vars),
        again_(again),
        earlier_(graph_.num_ops()),
        demand_(graph_.num_tensors()) {}

  // Adds the next event in base order. Returns the units that are live there whatever is decided.
  std::int64_t add_event(Op at) {
    scan_.look(at);
    std::int64_t constant = graph_.footprint(at);
    for (const Tensor tensor : graph_.inputs(at)) constant += graph_.tensor(tensor).size;
    const auto& others = scan_.others();
    for (auto op = others.rbegin(); op != others.rend(); ++op) constant += add_op(at, *op);
    return constant;
  }

 private:
  struct Earlier {  // Y of an operation at an earlier event
    Op event;
    MaxFlow::Node node;
  };

  // Returns the units of op's tensors that are live whatever is decided.
  std::int64_t add_op(Op at, Op op) {
    std::int64_t needed = 0;
    bool wanted = false;
    for (std::uint32_t i = 0; i < graph_.num_tensors(op); ++i) {
      const Tensor tensor(graph_.first_tensor(op).value() + i);
      if (scan_.is_needed(tensor)) {
        wanted = true;
        if (!scan_.is_input(tensor)) needed += graph_.tensor(tensor).size;
      } else if (!demand_[tensor].empty()) {
        wanted = true;
      }
    }
    if (!wanted) return 0;
    if (!Network::kEveryArc && !scan_.is_before(op) && !has_consequences(op)) {
      // It may as well run after the event.
      for (std::uint32_t i = 0; i < graph_.num_tensors(op); ++i) {
        demand_[Tensor(graph_.first_tensor(op).value() + i)].clear();
      }
      return 0;
    }
    const MaxFlow::Node away = add_absence(at, op);
    if (needed > 0 && away.valid()) network_.price_absence(op, away, needed);
    for (std::uint32_t i = 0; i < graph_.num_tensors(op); ++i) {
      meet_demand(Tensor(graph_.first_tensor(op).value() + i), away);
    }
    return away.valid() ? 0 : needed;
  }

  // Y, or P where there is one; invalid: it is live, or not wanted.
  MaxFlow::Node add_absence(Op at, Op op) {
    if (!scan_.is_before(op)) return add_run(at, op);
    const auto& cost_vars = cost_vars_.of(op);
    const auto never = [&](CostVar cost_var) { return again_[cost_var] == Again::never; };
    if (!graph_.recomputable(op) || std::all_of(cost_vars.begin(), cost_vars.end(), never))
      return {};
    const MaxFlow::Node y = add_run(at, op);
    const CostVar cost_var = cost_vars_.at(scan_.precedence(), op);
    if (!cost_var.valid()) return y;
    if (never(cost_var)) return {};
    MaxFlow::Node node = y;
    if (cost_vars_.is_split(op)) {
      node = flow_.add_node();
      network_.away_later(op, flow_.add_arc(node, y, MaxFlow::kInfinite));
    }
    if (again_[cost_var] == Again::open) {
      flow_.add_arc(node, network_.total(cost_var), MaxFlow::kInfinite);
    }
    return node;
  }

  // Whether the event has the tensor live, or made after it, only if somebody asks.
  [[nodiscard]] bool on_demand(Tensor tensor) const {
    return !scan_.is_input(tensor) && !scan_.is_needed(tensor);
  }

  [[nodiscard]] const Earlier* latest_before(Op op) const {
    const auto& earlier = earlier_[op];
    const auto at = std::find_if(earlier.rbegin(), earlier.rend(),
                                 [&](const Earlier& e) { return scan_.is_before(e.event); });
    return at == earlier.rend() ? nullptr : &*at;
  }

  [[nodiscard]] bool has_consequences(Op op) const {
    const auto inputs = graph_.inputs(op);
    return latest_before(op) != nullptr ||
           std::any_of(inputs.begin(), inputs.end(), [&](Tensor t) { return on_demand(t); });
  }

  // Y, and what follows from it.
  MaxFlow::Node add_run(Op at, Op op) {
    const MaxFlow::Node y = flow_.add_node();
    if (const Earlier* const earlier = latest_before(op)) {
      network_.chained(op, earlier->event, flow_.add_arc(y, earlier->node, MaxFlow::kInfinite));
    }
    earlier_[op].push_back({at, y});
    network_.ran(op, y);
    for (const Tensor tensor : graph_.inputs(op)) {
      if (on_demand(tensor)) demand_[tensor].push_back({op, y});
    }
    return y;
  }

  // The tensor is live at the event if one of those in demand runs again, or it is away.
  void meet_demand(Tensor tensor, MaxFlow::Node away) {
    auto& demand = demand_[tensor];
    if (demand.empty()) return;
    MaxFlow::Node any = demand[0].node;
    if (Network::kEveryArc || demand.size() > 1) {
      any = flow_.add_node();
      for (const Demand& one : demand) {
        network_.asked(one.reader, tensor, flow_.add_arc(one.node, any, MaxFlow::kInfinite));
      }
    }
    demand.clear();
    network_.price_tensor(tensor, any, away);
  }

  struct Demand {  // Y of who reads a tensor
    Op reader;
    MaxFlow::Node node;
  };

  Network& network_;
  MaxFlow& flow_;
  EventScan& scan_;
  const CompiledGraph& graph_;
  const CostVars& cost_vars_;
  const Fixings& again_;
  base::IndexedVector<Op, std::vector<Earlier>> earlier_;
  base::IndexedVector<Tensor, std::vector<Demand>> demand_;  // at the current event
};

}  // namespace moccasin::search
