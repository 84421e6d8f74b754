// SPDX-License-Identifier: Apache-2.0
#include "search/bound/closure_network.h"

#include <algorithm>

#include "base/wide_int.h"
#include "search/bound/closure_builder.h"

namespace moccasin::search {
namespace {

using base::Wide;

// units / budget, times 2^64, rounded down; a part of 1 or more is as good as 1.
std::uint64_t fraction_of(std::int64_t units, std::int64_t budget) {
  if (units >= budget) return UINT64_MAX;
  return static_cast<std::uint64_t>((Wide{units} << 64) / budget);
}

}  // namespace

Fixings unsplit(const OpFixings& fixings) {
  Fixings again(fixings.size(), Again::open);
  for (const Op op : fixings.indices()) again[CostVars::first(op)] = fixings[op];
  return again;
}

// What the bound's network makes of nodes and arcs: items, whose capacities follow the prices, and
// choices, which can be forced.
class ClosureNetwork::Builder : public NotesNothing {
 public:
  static constexpr bool kEveryArc = false;

  Builder(ClosureNetwork& network, EventScan& scan) : net_(network), graph_(scan.graph()) {}

  void build(EventScan& scan, const std::vector<Op>& events) {
    ClosureBuilder<Builder> builder(*this, net_.flow_, scan, net_.cost_vars_, net_.again_);
    for (event_ = 0; event_ < events.size() && !net_.overfull_; ++event_) {
      at_ = events[event_];
      units_ = 0;
      EventData& data = net_.events_[event_];
      data.constant = builder.add_event(at_);
      net_.overfull_ = data.constant > net_.budget_;
      // price * units / budget <= kHighest
      data.highest = static_cast<Price>(Wide{kHighest} * net_.budget_ / (net_.budget_ + units_));
    }
  }

  void ran(Op op, MaxFlow::Node y) { net_.choices_.push_back({op, at_, y}); }

  void price_absence(Op /*op*/, MaxFlow::Node away, std::int64_t units) {
    add_item({.event = event_, .kind = Kind::source, .from = away}, units);
  }

  void price_tensor(Tensor tensor, MaxFlow::Node any, MaxFlow::Node away) {
    const std::int64_t size = graph_.tensor(tensor).size;
    if (away.valid()) {
      const MaxFlow::Arc arc = net_.flow_.add_arc(any, away, 0);
      add_item({.event = event_, .kind = Kind::arc, .from = any, .to = away, .arc = arc}, size);
    } else {
      add_item({.event = event_, .kind = Kind::sink, .from = any}, size);
    }
  }

  MaxFlow::Node total(CostVar cost_var) {
    MaxFlow::Node& node = net_.node_of_[cost_var];
    if (!node.valid()) {
      node = net_.flow_.add_node();
      net_.flow_.change_sink(node, net_.cost(cost_var));
      net_.open_.push_back(cost_var);
      net_.choices_.push_back({net_.cost_vars_.op(cost_var), Op(), node});
    }
    return node;
  }

 private:
  void add_item(Item item, std::int64_t units) {
    item.units = units;
    item.fraction = fraction_of(units, net_.budget_);
    units_ += units;
    net_.items_.push_back(item);
  }

  ClosureNetwork& net_;
  const CompiledGraph& graph_;
  std::uint32_t event_ = 0;
  Op at_;
  std::int64_t units_ = 0;  // of the items of the current event
};

ClosureNetwork::ClosureNetwork(EventScan& scan, const CostVars& cost_vars,
                               const std::vector<Op>& events, const Fixings& again,
                               const base::IndexedVector<Op, std::int64_t>& cost)
    : cost_vars_(cost_vars),
      again_(again),
      cost_(cost),
      events_(events.size()),
      node_of_(cost_vars.size()),
      budget_(std::max<std::int64_t>(scan.graph().budget(), 1)) {
  for (const CostVar cost_var : again.indices()) {
    if (again[cost_var] == Again::surely) fixed_cost_ += this->cost(cost_var);
  }
  Builder(*this, scan).build(scan, events);
  flow_.finish();
}

// The flow outlives a change of prices, so that only what differs is told to it.
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

// What the cut costs, but for what the budget is worth. It is read off the two sides and not off
// the flow: after repairs the flow's own value says nothing (max_flow.h). A choice that is not kept
// to costs more than any bound is compared with.
std::int64_t ClosureNetwork::cut() const {
  std::int64_t cost = fixed_cost_;
  for (const Item& item : items_) {
    if (is_cut(item)) cost += item.capacity;
  }
  for (const CostVar cost_var : open_) {
    if (is_paid(cost_var)) cost += this->cost(cost_var);
  }
  for (const Choice& choice : choices_) {
    if (choice.forced == Again::open) continue;
    const bool again = flow_.on_source_side(choice.node);
    if (again != (choice.forced == Again::surely)) cost += kForced;
  }
  return cost;
}

// Lagrangian relaxation: memory beyond the budget is allowed at each event and paid for, so what
// the cheapest closure costs at these prices no schedule can undercut. Capacities are rounded down
// and what the budget is worth is rounded up, each towards a lower bound. The excess is the slope
// of the bound along each price, which the bundle steps by (bundle.h).
std::optional<std::int64_t> ClosureNetwork::evaluate(const std::vector<Price>& prices,
                                                     Meter* meter) {
  MOCCASIN_ASSERT(!overfull_ && prices.size() == events_.size());
  for (Item& item : items_) {
    const Wide price = prices[item.event];
    set_capacity(item, static_cast<std::int64_t>(price * item.fraction >> 64));
  }
  if (!flow_.solve(meter)) return std::nullopt;
  std::int64_t bound = cut();
  const auto budget = static_cast<double>(budget_);
  for (std::size_t event = 0; event < events_.size(); ++event) {
    EventData& data = events_[event];
    MOCCASIN_ASSERT(prices[event] >= 0 && prices[event] <= data.highest);
    const Wide left = budget_ - data.constant;
    data.price = prices[event];
    data.worth = static_cast<std::int64_t>((prices[event] * left + budget_ - 1) / budget_);
    bound -= data.worth;
    data.excess = static_cast<double>(data.constant) / budget - 1;
  }
  for (const Item& item : items_) {
    if (is_cut(item)) events_[item.event].excess += static_cast<double>(item.units) / budget;
  }
  return bound;
}

// As evaluate(), but that what the budget is worth is rounded once.
PricedCut ClosureNetwork::priced_cut() const {
  PricedCut priced{.cost = Wide{cut()} * budget_, .price = 0, .per = budget_, .most = fixed_cost_};
  for (const CostVar cost_var : open_) priced.most += cost(cost_var);
  for (const EventData& data : events_) {
    priced.cost += Wide{data.price} * data.constant;
    priced.price += data.price;
  }
  return priced;
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

// By duality, the value of the cut is that of the flow. The arc that forces carries that much flow,
// which would be lost without it. Of its capacity what the flow leaves is known, or less.
std::int64_t ClosureNetwork::weight_of(std::size_t choice) const {
  const Choice& c = choices_[choice];
  if (c.forced == Again::open) return 0;
  const std::int64_t left = c.forced == Again::never ? flow_.residual_to_sink(c.node)
                                                     : flow_.residual_from_source(c.node);
  return std::max<std::int64_t>(kForced - left, 0);
}

// Strong branching asks this of many cost variables in turn: the flow is put back as it was, so
// that the answer does not depend on who was asked before.
std::int64_t ClosureNetwork::evaluate_never(CostVar cost_var) {
  MaxFlow before = flow_;
  flow_.change_sink(node_of_[cost_var], kForbidden);
  flow_.solve();
  std::int64_t bound = cut();
  for (const EventData& data : events_) bound -= data.worth;
  flow_ = std::move(before);
  return bound;
}

// With nothing to pay for and a price of one a unit, the cheapest closure is the emptiest memory.
std::int64_t ClosureNetwork::least_units(std::size_t event) {
  MOCCASIN_ASSERT(open_.empty());
  for (Item& item : items_) set_capacity(item, item.event == event ? item.units : 0);
  flow_.solve();
  return events_[event].constant + cut() - fixed_cost_;
}

void ClosureNetwork::add_absences(Absences& away) const {
  for (std::size_t i = 0; i < choices_.size(); ++i) {
    if (choices_[i].event.valid() && chosen(i)) away[choices_[i].op].push_back(choices_[i].event);
  }
}

bool ClosureNetwork::is_paid(CostVar cost_var) const {
  return node_of_[cost_var].valid() && flow_.on_source_side(node_of_[cost_var]);
}

// The arc from Z to the sink has that much room left. Taking it away leaves a flow of the same
// value in a network without the room, in which paying is free: so a cut that pays costs that much
// more.
std::int64_t ClosureNetwork::reduced_cost(CostVar cost_var) const {
  if (!node_of_[cost_var].valid() || is_paid(cost_var)) return 0;
  return flow_.residual_to_sink(node_of_[cost_var]);
}

}  // namespace moccasin::search
