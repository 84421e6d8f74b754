// SPDX-License-Identifier: Apache-2.0
#include "search/bound/closure_network.h"

#include <algorithm>

#include "base/wide_int.h"

namespace moccasin::search {
namespace {

using base::Wide;

// units / budget, times 2^64, rounded down; a part of 1 or more is as good as 1.
std::uint64_t part_of(std::int64_t units, std::int64_t budget) {
  if (units >= budget) return UINT64_MAX;
  return static_cast<std::uint64_t>((Wide{units} << 64) / budget);
}

}  // namespace

Fixings unsplit(const OpFixings& fixings) {
  Fixings again(fixings.size(), Again::open);
  for (const Op op : fixings.indices()) again[Payers::first(op)] = fixings[op];
  return again;
}

// Nodes and arcs, event by event; per event from the last operation to the first, so that what
// reads is there before what it reads.
class ClosureNetwork::Builder {
 public:
  Builder(ClosureNetwork& network, EventScan& scan, const std::vector<Op>& events)
      : net_(network),
        scan_(scan),
        graph_(scan.graph()),
        events_(events),
        earlier_(graph_.num_ops()),
        demand_(graph_.num_tensors()) {}

  void build() {
    for (std::uint32_t event = 0; event < events_.size(); ++event) {
      scan_.look(events_[event]);
      add_event(event);
      if (net_.overfull_) return;
    }
  }

 private:
  void add_event(std::uint32_t event) {
    const Op at = events_[event];
    units_ = 0;
    constant_ = graph_.footprint(at);
    for (const Tensor tensor : graph_.inputs(at)) constant_ += graph_.tensor(tensor).size;
    const auto& others = scan_.others();
    for (auto op = others.rbegin(); op != others.rend(); ++op) add_op(event, *op);
    EventData& data = net_.events_[event];
    data.constant = constant_;
    if (constant_ > net_.budget_) net_.overfull_ = true;
    // price * units / budget <= kHighest
    data.highest = static_cast<Price>(Wide{kHighest} * net_.budget_ / (net_.budget_ + units_));
  }

  void add_op(std::uint32_t event, Op op) {
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
    if (!wanted) return;
    if (!scan_.is_before(op) && !has_consequences(op)) {  // it may as well run after the event
      for (std::uint32_t i = 0; i < graph_.num_tensors(op); ++i) {
        demand_[Tensor(graph_.first_tensor(op).value() + i)].clear();
      }
      return;
    }
    const MaxFlow::Node away = add_absence(event, op);
    if (needed > 0 && away.valid()) {
      add_item({.event = event, .kind = Kind::source, .from = away}, needed);
    } else {
      constant_ += needed;
    }
    for (std::uint32_t i = 0; i < graph_.num_tensors(op); ++i) {
      meet_demand(event, Tensor(graph_.first_tensor(op).value() + i), away);
    }
  }

  // Y, or P where there is one; invalid: it is live, or not wanted.
  MaxFlow::Node add_absence(std::uint32_t event, Op op) {
    if (!scan_.is_before(op)) return add_run(event, op);
    const auto& payers = net_.payers_.of(op);
    const auto never = [&](Payer payer) { return net_.again_[payer] == Again::never; };
    if (!graph_.recomputable(op) || std::all_of(payers.begin(), payers.end(), never)) return {};
    const MaxFlow::Node y = add_run(event, op);
    const Payer payer = net_.payers_.at(scan_, op);
    if (!payer.valid()) return y;
    if (never(payer)) return {};
    MaxFlow::Node node = y;
    if (net_.payers_.is_split(op)) {
      node = net_.flow_.add_node();
      net_.flow_.add_arc(node, y, MaxFlow::kInfinite);
    }
    if (net_.again_[payer] == Again::open) {
      net_.flow_.add_arc(node, total(payer), MaxFlow::kInfinite);
    }
    return node;
  }

  // Whether the event has the tensor live, or made after it, only if somebody asks.
  [[nodiscard]] bool on_demand(Tensor tensor) const {
    return !scan_.is_input(tensor) && !scan_.is_needed(tensor);
  }

  [[nodiscard]] const Earlier* latest_before(Op op) const {
    const auto& earlier = earlier_[op];
    const auto at = std::find_if(earlier.rbegin(), earlier.rend(), [&](const Earlier& e) {
      return scan_.is_before(events_[e.event]);
    });
    return at == earlier.rend() ? nullptr : &*at;
  }

  [[nodiscard]] bool has_consequences(Op op) const {
    const auto inputs = graph_.inputs(op);
    return latest_before(op) != nullptr ||
           std::any_of(inputs.begin(), inputs.end(), [&](Tensor t) { return on_demand(t); });
  }

  // Y, and what follows from it.
  MaxFlow::Node add_run(std::uint32_t event, Op op) {
    const MaxFlow::Node y = net_.flow_.add_node();
    if (const Earlier* const earlier = latest_before(op)) {
      net_.flow_.add_arc(y, earlier->node, MaxFlow::kInfinite);
    }
    earlier_[op].push_back({event, y});
    net_.choices_.push_back({op, events_[event], y});
    for (const Tensor tensor : graph_.inputs(op)) {
      if (on_demand(tensor)) demand_[tensor].push_back(y);
    }
    return y;
  }

  // The tensor is live at the event if one of those in demand runs again, or it is away.
  void meet_demand(std::uint32_t event, Tensor tensor, MaxFlow::Node away) {
    auto& demand = demand_[tensor];
    if (demand.empty()) return;
    MaxFlow::Node any = demand[0];
    if (demand.size() > 1) {
      any = net_.flow_.add_node();
      for (const MaxFlow::Node node : demand) net_.flow_.add_arc(node, any, MaxFlow::kInfinite);
    }
    demand.clear();
    const std::int64_t size = graph_.tensor(tensor).size;
    if (away.valid()) {
      const MaxFlow::Arc arc = net_.flow_.add_arc(any, away, 0);
      add_item({.event = event, .kind = Kind::arc, .from = any, .to = away, .arc = arc}, size);
    } else {
      add_item({.event = event, .kind = Kind::sink, .from = any}, size);
    }
  }

  void add_item(Item item, std::int64_t units) {
    item.units = units;
    item.part = part_of(units, net_.budget_);
    units_ += units;
    net_.items_.push_back(item);
  }

  // Z
  MaxFlow::Node total(Payer payer) {
    MaxFlow::Node& node = net_.node_of_[payer];
    if (!node.valid()) {
      node = net_.flow_.add_node();
      net_.flow_.change_sink(node, net_.cost(payer));
      net_.open_.push_back(payer);
      net_.choices_.push_back({net_.payers_.op(payer), Op(), node});
    }
    return node;
  }

  ClosureNetwork& net_;
  EventScan& scan_;
  const CompiledGraph& graph_;
  const std::vector<Op>& events_;
  base::IndexedVector<Op, std::vector<Earlier>> earlier_;
  base::IndexedVector<Tensor, std::vector<MaxFlow::Node>> demand_;  // at the current event
  std::int64_t constant_ = 0, units_ = 0;  // at the current event: surely live, of items
};

ClosureNetwork::ClosureNetwork(EventScan& scan, const Payers& payers, const std::vector<Op>& events,
                               const Fixings& again,
                               const base::IndexedVector<Op, std::int64_t>& cost)
    : payers_(payers),
      again_(again),
      cost_(cost),
      events_(events.size()),
      node_of_(payers.size()),
      budget_(std::max<std::int64_t>(scan.graph().budget(), 1)) {
  for (const Payer payer : again.indices()) {
    if (again[payer] == Again::surely) paid_ += this->cost(payer);
  }
  Builder(*this, scan, events).build();
  flow_.finish();
}

void ClosureNetwork::set_capacity(Item& item, std::int64_t capacity) {
  const std::int64_t by = capacity - item.capacity;
  item.capacity = capacity;
  if (by == 0) return;
  if (item.kind == Kind::source) flow_.change_source(item.from, by);
  if (item.kind == Kind::sink) flow_.change_sink(item.from, by);
  if (item.kind == Kind::arc) flow_.change_arc(item.arc, by);
}

bool ClosureNetwork::is_cut(const Item& item) const {
  if (item.kind == Kind::source) return !flow_.on_source_side(item.from);
  if (!flow_.on_source_side(item.from)) return false;
  return item.kind == Kind::sink || !flow_.on_source_side(item.to);
}

// What the cut costs, but for what the budget is worth.
std::int64_t ClosureNetwork::cut() const {
  std::int64_t cost = paid_;
  for (const Item& item : items_) {
    if (is_cut(item)) cost += item.capacity;
  }
  for (const Payer payer : open_) {
    if (pays(payer)) cost += this->cost(payer);
  }
  for (const Choice& choice : choices_) {
    if (choice.forced == Again::open) continue;
    const bool again = flow_.on_source_side(choice.node);
    if (again != (choice.forced == Again::surely)) cost += kForced;
  }
  return cost;
}

std::optional<std::int64_t> ClosureNetwork::evaluate(const std::vector<Price>& prices,
                                                     Meter* meter) {
  MOCCASIN_ASSERT(!overfull_ && prices.size() == events_.size());
  for (Item& item : items_) {
    const Wide price = prices[item.event];
    set_capacity(item, static_cast<std::int64_t>(price * item.part >> 64));
  }
  if (!flow_.solve(meter)) return std::nullopt;
  std::int64_t bound = cut();
  const auto budget = static_cast<double>(budget_);
  for (std::size_t event = 0; event < events_.size(); ++event) {
    EventData& data = events_[event];
    MOCCASIN_ASSERT(prices[event] >= 0 && prices[event] <= data.highest);
    const Wide left = budget_ - data.constant;
    data.worth = static_cast<std::int64_t>((prices[event] * left + budget_ - 1) / budget_);
    bound -= data.worth;
    data.excess = static_cast<double>(data.constant) / budget - 1;
  }
  for (const Item& item : items_) {
    if (is_cut(item)) events_[item.event].excess += static_cast<double>(item.units) / budget;
  }
  return bound;
}

void ClosureNetwork::force(std::size_t choice, Again again) {
  Choice& c = choices_[choice];
  if (c.forced == again) return;
  if (c.forced == Again::never) flow_.change_sink(c.node, -kForced);
  if (c.forced == Again::surely) flow_.change_source(c.node, -kForced);
  if (again == Again::never) flow_.change_sink(c.node, kForced);
  if (again == Again::surely) flow_.change_source(c.node, kForced);
  c.forced = again;
}

// The arc that forces carries that much flow, which would be lost without it. Of its capacity what
// the flow leaves is known, or less.
std::int64_t ClosureNetwork::weight_of(std::size_t choice) const {
  const Choice& c = choices_[choice];
  if (c.forced == Again::open) return 0;
  const std::int64_t left = c.forced == Again::never ? flow_.residual_to_sink(c.node)
                                                     : flow_.residual_from_source(c.node);
  return std::max<std::int64_t>(kForced - left, 0);
}

std::int64_t ClosureNetwork::evaluate_never(Payer payer) {
  MaxFlow before = flow_;
  flow_.change_sink(node_of_[payer], kForbidden);
  flow_.solve();
  std::int64_t bound = cut();
  for (const EventData& data : events_) bound -= data.worth;
  flow_ = std::move(before);
  return bound;
}

std::int64_t ClosureNetwork::least_units(std::size_t event) {
  MOCCASIN_ASSERT(open_.empty());
  for (Item& item : items_) set_capacity(item, item.event == event ? item.units : 0);
  flow_.solve();
  return events_[event].constant + cut() - paid_;
}

void ClosureNetwork::add_absences(Absences& away) const {
  for (std::size_t i = 0; i < choices_.size(); ++i) {
    if (choices_[i].event.valid() && chosen(i)) away[choices_[i].op].push_back(choices_[i].event);
  }
}

bool ClosureNetwork::pays(Payer payer) const {
  return node_of_[payer].valid() && flow_.on_source_side(node_of_[payer]);
}

std::int64_t ClosureNetwork::rise_if_paid(Payer payer) const {
  if (!node_of_[payer].valid() || pays(payer)) return 0;
  return flow_.residual_to_sink(node_of_[payer]);
}

}  // namespace moccasin::search
