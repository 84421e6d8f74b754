// SPDX-License-Identifier: Apache-2.0
#include "search/bound/step_flow.h"

#include "base/wide_int.h"
#include "search/bound/closure_builder.h"

namespace moccasin::search {

using base::Wide;
using model::CertificateStep;
using model::OpIndex;
using model::TensorIndex;

// A flow is the proof of a bound that needs no trust: whoever reads it adds it up at every node and
// sees that it fits the capacities, and no cut can cost less than what flows. So every arc whose
// flow a certificate tells is noted, in the words of the graph as it was given, with the capacity
// in the place of the flow; the flow itself is read off once it is found.
class StepFlow::Builder : public NotesNothing {
 public:
  static constexpr bool kEveryArc = true;

  Builder(const StepFlow& about, const Fixings& again)
      : about_(about), given_(about.scan_.graph()), again_(again), z_(about.cost_vars_.size()) {
    for (const CostVar cost_var : again_.indices()) {
      if (again_[cost_var] == Again::surely) step_.value += about_.cost(cost_var);
    }
  }

  // False: something does not fit.
  bool build(const std::vector<Op>& events, const std::vector<std::int64_t>& prices) {
    const std::int64_t budget = about_.terms_.budget;
    ClosureBuilder<Builder> builder(*this, flow_, about_.scan_, about_.cost_vars_, again_);
    for (std::size_t i = 0; i < events.size(); ++i) {
      at_ = given_.original(events[i]);
      price_ = prices[i];
      const std::int64_t constant = builder.add_event(events[i]);
      if (constant > budget) return false;
      const Wide worth = Wide{price_} * (budget - constant);
      step_.value -= static_cast<std::int64_t>((worth + budget - 1) / budget);
    }
    return true;
  }

  void chained(Op op, Op to, MaxFlow::Arc arc) {
    step_.earlier.push_back({at_, given_.original(op), given_.original(to), 0});
    earlier_.push_back(arc);
  }
  void away_later(Op op, MaxFlow::Arc arc) {
    step_.later.push_back({at_, given_.original(op), 0});
    later_.push_back(arc);
  }
  void asked(Op reader, Tensor tensor, MaxFlow::Arc arc) {
    step_.reads.push_back({at_, given_.original(reader), original(tensor), 0});
    reads_.push_back(arc);
  }
  void ran(Op /*op*/, MaxFlow::Node /*y*/) {}

  void price_absence(Op op, MaxFlow::Node away, std::int64_t bytes) {
    flow_.change_source(away, capacity(bytes));
    step_.live.push_back({at_, given_.original(op), capacity(bytes)});
    live_.push_back(away);
  }
  void price_tensor(Tensor tensor, MaxFlow::Node any, MaxFlow::Node away) {
    Hold hold{any, {}};
    const std::int64_t most = capacity(given_.tensor(tensor).size);
    if (away.valid()) {
      hold.arc = flow_.add_arc(any, away, most);
    } else {
      flow_.change_sink(any, most);
    }
    step_.holds.push_back({at_, original(tensor), most});
    holds_.push_back(hold);
  }
  // Two inter-use intervals of an operation share nothing, so each cost variable has its own node
  // and cost.
  MaxFlow::Node total(CostVar cost_var) {
    if (!z_[cost_var].valid()) {
      z_[cost_var] = flow_.add_node();
      flow_.change_sink(z_[cost_var], about_.cost(cost_var));
    }
    return z_[cost_var];
  }

  // A flow is told where there is any: what is not told is zero to a reader. What an arc carries is
  // its capacity less what is left of it, which holds for a flow from scratch only.
  CertificateStep solve(base::IndexedVector<CostVar, std::int64_t>& rest) {
    flow_.finish();
    flow_.solve();
    tell(step_.live, live_, [&](auto& live, MaxFlow::Node node) {
      live.flow -= flow_.residual_from_source(node);
      step_.value += live.flow;
    });
    const auto unlimited = [&](auto& told, MaxFlow::Arc arc) {
      told.flow = MaxFlow::kInfinite - flow_.residual(arc);
    };
    tell(step_.later, later_, unlimited);
    tell(step_.earlier, earlier_, unlimited);
    tell(step_.reads, reads_, unlimited);
    tell(step_.holds, holds_, [&](auto& held, const Hold& hold) {
      held.flow -= hold.arc.valid() ? flow_.residual(hold.arc) : flow_.residual_to_sink(hold.node);
    });
    rest = base::IndexedVector<CostVar, std::int64_t>(z_.size(), 0);
    for (const CostVar cost_var : z_.indices()) {
      if (z_[cost_var].valid())
        rest[cost_var] = about_.cost(cost_var) - flow_.residual_to_sink(z_[cost_var]);
    }
    return std::move(step_);
  }

 private:
  struct Hold {
    MaxFlow::Node node;
    MaxFlow::Arc arc;  // invalid: to the sink
  };

  template <class Told, class Place, class Read>
  static void tell(std::vector<Told>& told, const std::vector<Place>& places, const Read& read) {
    for (std::size_t i = 0; i < told.size(); ++i) read(told[i], places[i]);
    std::erase_if(told, [](const Told& one) { return one.flow == 0; });
  }

  // Rounded down, as the reader of a certificate rounds it: otherwise it would be refused.
  [[nodiscard]] std::int64_t capacity(std::int64_t bytes) const {
    return static_cast<std::int64_t>(Wide{price_} * bytes / about_.terms_.budget);
  }
  // The scan's graph has a tensor for each output, in the order of the graph as it was given.
  [[nodiscard]] TensorIndex original(Tensor tensor) const {
    const OpIndex producer = given_.original(given_.tensor(tensor).producer);
    return about_.graph_.outputs(producer)[given_.output_number(tensor)];
  }

  const StepFlow& about_;
  const CompiledGraph& given_;
  const Fixings& again_;
  MaxFlow flow_;
  CertificateStep step_;
  OpIndex at_;
  std::int64_t price_ = 0;
  base::IndexedVector<CostVar, MaxFlow::Node> z_;
  // Where the flows of the step's entries are.
  std::vector<MaxFlow::Node> live_;
  std::vector<MaxFlow::Arc> later_, earlier_, reads_;
  std::vector<Hold> holds_;
};

CertificateStep StepFlow::find(const std::vector<Op>& events,
                               const std::vector<std::int64_t>& prices, const Fixings& again) {
  Builder builder(*this, again);
  overfull_ = !builder.build(events, prices);
  CertificateStep step;
  if (!overfull_) step = builder.solve(rest_);
  for (std::size_t i = 0; i < events.size(); ++i) {
    step.prices.push_back({scan_.graph().original(events[i]), prices[i]});
  }
  return step;
}

}  // namespace moccasin::search
