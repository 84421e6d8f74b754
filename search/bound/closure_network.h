// SPDX-License-Identifier: Apache-2.0
// The recompute closure at several events, with memory priced, as one minimum cut. For each event t
// and other v (event_scan.h), Y = "v runs after t"; for each v, Z = "v runs more than once":
//
//   source --price of v's needed tensors at t--> Y(v,t)   not run after t: they are live at t
//   Y(v,t) --infinite--> Z(v) --duration of v--> sink     run before and after t: paid once
//   Y(v,t) --infinite--> Y(v,t')                          after t is after an earlier event t' too
//   Y(v,t) --infinite--> A --price of a tensor--> Y(u,t)  v's input of u is live at t or made again
//
// For an operation that is split (cost_variables.h) there is P = "v is not live at t" as well,
// which has Y's place in the first and in the last line, and
//
//   P(v,t) --infinite--> Y(v,t)                           not live at t: made after it
//   P(v,t) --infinite--> Z(interval of t)                 and Y(v,t) itself pays nothing
//
// A minimum cut, what it costs, less what the budget is worth at each event's price, is a lower
// bound on the duration of all recomputations, whatever the prices (Lagrangian relaxation of the
// budget at each event). docs/bound.md has the derivation and an example.
//
// All in integers: costs are scaled durations, rounded down; a price is what the whole budget costs
// at an event, so that amounts of memory are parts of it, rounded down, and what the budget is
// worth is rounded up. Nothing here can make a bound too high.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/wide_int.h"
#include "search/bound/again.h"
#include "search/bound/cost_variables.h"
#include "search/bound/event_scan.h"
#include "search/bound/max_flow.h"

namespace moccasin::search {

// A cut at its prices. What it proves of a budget of u units, in scaled ticks, is
// (cost - price * u) / per. No relaxed solution costs more than `most`, in scaled ticks: where more
// is proved, nothing fits.
struct PricedCut {
  base::Wide cost = 0, price = 0;
  std::int64_t per = 1, most = 0;
};

class ClosureNetwork {
 public:
  using Price = std::int64_t;                               // of the whole budget, in scaled ticks
  static constexpr Price kHighest = 1'000'000'000'000'000;  // of what is forced at an event

  // `events` in base order; `cost` by operation, the scaled ticks of running it again, at most
  // 2^38.
  ClosureNetwork(EventScan& scan, const CostVars& cost_vars, const std::vector<Op>& events,
                 const Fixings& again, const base::IndexedVector<Op, std::int64_t>& cost);

  // At some event, what cannot be recomputed is too much: there is no schedule.
  [[nodiscard]] bool overfull() const { return overfull_; }
  [[nodiscard]] const CostVars& cost_vars() const { return cost_vars_; }
  // The scaled cost of what surely runs again: the bound at prices of 0, at least.
  [[nodiscard]] std::int64_t fixed_cost() const { return fixed_cost_; }
  [[nodiscard]] std::size_t num_events() const { return events_.size(); }
  [[nodiscard]] std::size_t num_nodes() const { return flow_.num_nodes(); }
  // What a price may be at most, so that sums stay within 62 bits.
  [[nodiscard]] Price highest(std::size_t event) const { return events_[event].highest; }

  // A lower bound on the scaled cost of all recomputations. Prices by event, 0 to highest().
  std::int64_t evaluate(const std::vector<Price>& prices) { return *evaluate(prices, nullptr); }
  // Nothing if `meter`, which may be null, has ended: then there is no last cut.
  std::optional<std::int64_t> evaluate(const std::vector<Price>& prices, Meter* meter);

  // The last cut at its prices, for budgets of any number of units.
  [[nodiscard]] PricedCut priced_cut() const;

  // Whether the last cut pays it.
  [[nodiscard]] bool is_paid(CostVar cost_var) const;
  // The reduced cost in the last cut: by how much the bound rises at least if `cost_var` is paid
  // after all; 0: it is, or unknown.
  [[nodiscard]] std::int64_t reduced_cost(CostVar cost_var) const;
  // Memory in use at an event in the last cut, less the budget, as a part of the budget.
  [[nodiscard]] double excess(std::size_t event) const { return events_[event].excess; }
  // Those that are open here.
  [[nodiscard]] const std::vector<CostVar>& open() const { return open_; }

  // A lower bound as evaluate() gives, with the prices it was last given, if `cost_var` is not
  // paid. Pre-condition: it is open here.
  std::int64_t evaluate_never(CostVar cost_var);
  // Units live at an event at least. Pre-conditions: nothing is open here; all tensors together
  // have fewer than 2^58 units; of several events none is overfull.
  std::int64_t least_units(std::size_t event);

  // What a cut decides: whether an operation runs again, at all (or in an interval) or after an
  // event.
  struct Choice {
    Op op, event;  // no event: at all
    MaxFlow::Node node;
    Again forced = Again::open;
  };
  [[nodiscard]] const std::vector<Choice>& choices() const { return choices_; }
  // Adds where the last cut has an operation run after the event. If it is not split, and before
  // the event, then it is not live there.
  void add_absences(Absences& away) const;
  // From now on the choice is made, or open again; in force when next evaluated. Not to keep to it
  // costs kForced.
  void force(std::size_t choice, Again again);
  // Whether it runs again in the last cut.
  [[nodiscard]] bool chosen(std::size_t choice) const {
    return flow_.on_source_side(choices_[choice].node);
  }
  // By how much the last bound would be lower at most if it were not forced; of several, the sum.
  [[nodiscard]] std::int64_t weight_of(std::size_t choice) const;

  [[nodiscard]] std::uint64_t work() const { return flow_.work(); }

 private:
  static constexpr std::int64_t kForbidden = std::int64_t{1} << 50;
  static constexpr std::int64_t kForced = std::int64_t{1} << 46;
  enum class Kind : std::uint8_t { source, sink, arc };
  // Memory that is in use when its edge is cut.
  struct Item {
    std::uint32_t event = 0;
    Kind kind = Kind::source;
    MaxFlow::Node from, to{};  // of an arc; else `from`
    MaxFlow::Arc arc{};
    std::int64_t units = 0;
    std::uint64_t fraction = 0;  // of the budget, times 2^64, rounded down
    std::int64_t capacity = 0;   // as set in the flow
  };
  struct EventData {
    std::int64_t constant = 0;  // units live whatever is decided
    Price price = 0;            // the last
    std::int64_t worth = 0;     // of what is left of the budget, as last priced
    Price highest = 0;
    double excess = 0;
  };
  class Builder;

  void set_capacity(Item& item, std::int64_t capacity);
  [[nodiscard]] std::int64_t cut() const;
  [[nodiscard]] std::int64_t cost(CostVar cost_var) const { return cost_[cost_vars_.op(cost_var)]; }
  [[nodiscard]] bool is_cut(const Item& item) const;

  const CostVars& cost_vars_;
  const Fixings& again_;
  const base::IndexedVector<Op, std::int64_t>& cost_;
  MaxFlow flow_;
  std::vector<EventData> events_;
  std::vector<Item> items_;
  std::vector<CostVar> open_;
  base::IndexedVector<CostVar, MaxFlow::Node> node_of_;  // Z
  std::vector<Choice> choices_;
  std::int64_t budget_ = 0;  // at least 1: parts of it are taken
  std::int64_t fixed_cost_ = 0;
  bool overfull_ = false;
};

}  // namespace moccasin::search
