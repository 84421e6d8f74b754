// SPDX-License-Identifier: Apache-2.0
#include "search/closure/closure_checker.h"

#include <algorithm>

#include "search/closure/naive_flow.h"

namespace moccasin::search {

using engine::Box;
using engine::Value;
using propagators::Run;
using propagators::RunIndex;

namespace {

// A price is no higher, so that sums stay below 2^122.
constexpr std::int64_t kHighest = std::int64_t{1} << 50;

}  // namespace

// The rules of docs/bound.md as edges, for one box and one list of prices. A node on the source's
// side of a cut is a "yes"; amounts are scaled ticks times the budget, so that a part of the budget
// at a price is a whole number:
//
//   Y(v,t)  v runs after t   source ----------- its tensors wanted after t are live at t ---> Y
//   Z(v)    v runs again     Z -------- its cost --------------------------------------> sink
//   A(x,t)  x is asked for at t by one that runs after t and reads it
class ClosureChecker::Network {
 public:
  Network(const ClosureChecker& about, const Box& box, const engine::Hint& prices)
      : about_(about), graph_(about.graph_), box_(box) {
    budget_ = std::max<std::int64_t>(graph_.budget(), 1);
    for (const Op op : graph_.ops()) add_total(op);
    for (std::size_t event = 0; event < prices.size(); ++event) {
      add_event(about_.events_[event], prices[event]);
    }
    constant_ += budget_ * surely_extra();
  }

  // Whether every cut costs more than so many scaled ticks.
  [[nodiscard]] bool costs_more_than(base::Wide allowed) {
    const NaiveFlow::Amount flow = flow_.maximum();
    if (flow >= NaiveFlow::kUnlimited) return true;  // what is decided contradicts itself
    const NaiveFlow::Amount cost = flow + constant_;
    return cost > 0 && (cost - 1) / budget_ >= allowed;
  }

 private:
  // By operation before the event.
  using Nodes = base::IndexedVector<Op, std::size_t>;

  void imply(std::size_t node, std::size_t other) {
    flow_.add_edge(node, other, NaiveFlow::kUnlimited);
  }
  void decide(std::size_t node, Again again) {
    if (again == Again::surely) imply(NaiveFlow::kSource, node);
    if (again == Again::never) imply(node, NaiveFlow::kSink);
  }

  [[nodiscard]] const Run& run(RunIndex index) const {
    return about_.encoding_.model().runs[index];
  }
  [[nodiscard]] RunIndex first_copy(Op op) const { return run(RunIndex(op.value())).next_copy; }
  [[nodiscard]] bool surely_runs(RunIndex index) const {
    return box_.upper(run(index).stage) < run(index).never;
  }
  [[nodiscard]] bool never_runs(RunIndex index) const {
    return box_.lower(run(index).stage) >= run(index).never;
  }

  [[nodiscard]] std::int64_t cost(Op op) const {
    const base::Wide scaled = base::Wide{graph_.duration(op)} * CostScale::kScale / about_.upper_;
    return static_cast<std::int64_t>(std::min<base::Wide>(scaled, 2 * CostScale::kScale));
  }
  // Copies after the first are paid beside what Z stands for.
  [[nodiscard]] NaiveFlow::Amount surely_extra() const {
    NaiveFlow::Amount extra = 0;
    for (const Op op : graph_.ops()) {
      if (!first_copy(op).valid()) continue;
      for (RunIndex copy = run(first_copy(op)).next_copy; copy.valid();
           copy = run(copy).next_copy) {
        if (surely_runs(copy)) extra += cost(op);
      }
    }
    return extra;
  }

  [[nodiscard]] Again runs_again(Op op) const {
    const Again fixed = about_.fixings_[CostVars::first(op)];
    const RunIndex copy = first_copy(op);
    if (fixed != Again::open) return fixed;
    if (!copy.valid() || never_runs(copy)) return Again::never;
    return surely_runs(copy) ? Again::surely : Again::open;
  }
  // A recomputation in stage s comes after the first runs before s and before that of s.
  [[nodiscard]] Again runs_after(Op op, Op event) const {
    const RunIndex first = first_copy(op);
    if (!first.valid() || never_runs(first)) return Again::never;
    if (!surely_runs(first)) return Again::open;
    const auto at = static_cast<Value>(event.value());
    bool may_run = false;
    for (RunIndex copy = first; copy.valid(); copy = run(copy).next_copy) {
      const bool surrogate = about_.encoding_.is_surrogate(copy);  // it may run anywhere
      if (!surrogate && surely_runs(copy) && box_.lower(run(copy).stage) > at) return Again::surely;
      may_run = may_run || (!never_runs(copy) && (surrogate || box_.upper(run(copy).stage) > at));
    }
    return may_run ? Again::open : Again::never;
  }

  void add_total(Op op) {
    total_.push_back(flow_.add_node());
    flow_.add_edge(total_[op], NaiveFlow::kSink, NaiveFlow::Amount{budget_} * cost(op));
    decide(total_[op], runs_again(op));
  }

  void add_event(Op at, std::int64_t price) {
    constant_ += NaiveFlow::Amount{price} * (graph_.footprint(at) - budget_);
    Nodes after;
    for (Op op(0); op < at; op = Op(op.value() + 1)) {
      after.push_back(flow_.add_node());
      imply(after[op], total_[op]);
      if (op.value() < last_.size()) imply(after[op], last_[op]);  // after the event before, too
      decide(after[op], runs_after(op, at));
    }
    for (const Tensor tensor : graph_.tensors()) {
      if (graph_.tensor(tensor).producer < at) add_tensor(tensor, at, price, after);
    }
    last_ = std::move(after);
  }

  void add_tensor(Tensor tensor, Op at, std::int64_t price, const Nodes& after) {
    const NaiveFlow::Amount worth = NaiveFlow::Amount{price} * graph_.tensor(tensor).size;
    const std::size_t producer = after[graph_.tensor(tensor).producer];
    const auto readers = graph_.readers(tensor);
    const auto reads_later = [at](Op reader) { return reader > at; };
    if (std::find(readers.begin(), readers.end(), at) != readers.end()) {
      constant_ += worth;
    } else if (graph_.tensor(tensor).retain == model::Retain::yes ||
               std::any_of(readers.begin(), readers.end(), reads_later)) {
      flow_.add_edge(NaiveFlow::kSource, producer, worth);
    } else {
      const std::size_t asked_for = flow_.add_node();
      for (const Op reader : readers) imply(after[reader], asked_for);
      flow_.add_edge(asked_for, producer, worth);
    }
  }

  const ClosureChecker& about_;
  const CompiledGraph& graph_;
  const Box& box_;
  std::int64_t budget_ = 1;
  NaiveFlow flow_;
  NaiveFlow::Amount constant_ = 0;  // what is paid, or earned, whatever is decided
  Nodes total_;                     // Z
  Nodes last_;                      // Y at the event before
};

ClosureChecker::ClosureChecker(const encoding::Encoding& encoding, const CompiledGraph& graph,
                               const ClosureStart& start)
    : encoding_(encoding),
      graph_(graph),
      events_(start.root.events),
      fixings_(start.root.again),
      upper_(start.scale.upper()) {
  MOCCASIN_ASSERT(start.order == model::Order::kept && fixings_.size() == graph.num_ops());
}

bool ClosureChecker::refutes(const Box& box) const {
  return refutes_given(box, engine::Hint(events_.size(), 0));
}

bool ClosureChecker::refutes_given(const Box& box, const engine::Hint& prices) const {
  const auto is_price = [](std::int64_t price) { return price >= 0 && price <= kHighest; };
  if (prices.size() != events_.size()) return false;
  if (!std::all_of(prices.begin(), prices.end(), is_price)) return false;
  const auto& model = encoding_.model();
  const base::Wide ticks = base::Wide{box.upper(model.duration)} * encoding_.duration_unit();
  const base::Wide allowed = ticks * CostScale::kScale / upper_;  // scaled ticks
  return Network(*this, box, prices).costs_more_than(allowed);
}

}  // namespace moccasin::search
