// SPDX-License-Identifier: Apache-2.0
#include "search/bound/step_flow.h"

#include <algorithm>

#include "base/wide_int.h"
#include "search/bound/max_flow.h"

namespace moccasin::search {

using base::Wide;
using model::CertificateStep;
using model::Graph;
using model::OpIndex;
using model::PayerIndex;
using model::TensorIndex;

namespace {

// What surely is before and after the first run of an operation; EventScan's twin for graphs that
// are not compiled.
class FirstRun {
 public:
  FirstRun(const model::Problem& problem, OpIndex at)
      : graph_(*problem.graph),
        at_(at),
        is_input(graph_.num_tensors(), 0),
        is_before(graph_.num_operations(), 0),
        is_after_(graph_.num_operations(), 0) {
    for (const TensorIndex tensor : graph_.inputs(at)) is_input[tensor] = 1;
    const auto order = graph_.base_order();
    const std::size_t place = graph_.base_position(at);
    if (problem.order == model::Order::kept) {
      for (std::size_t i = 0; i < order.size(); ++i) {
        is_before[order[i]] = i < place ? 1 : 0;
        is_after_[order[i]] = i > place ? 1 : 0;
      }
    } else {
      mark_relatives(at, place);
    }
    for (std::size_t i = order.size(); i-- > 0;) {
      if (i != place && is_after_[order[i]] == 0) others.push_back(order[i]);
    }
  }

  [[nodiscard]] PayerIndex payer(const StepFlow::Terms& terms, OpIndex op) const {
    const auto& reads = terms.reads[op];
    const auto next = std::find_if(reads.begin(), reads.end(), [&](const auto& read) {
      return !std::all_of(read.begin(), read.end(),
                          [&](OpIndex r) { return r == at_ || is_before[r] != 0; });
    });
    const auto to_come = [&](OpIndex r) { return is_after_[r] != 0; };
    if (next != reads.end() && !std::all_of(next->begin(), next->end(), to_come)) return {};
    return terms.payers[op][static_cast<std::size_t>(next - reads.begin())];
  }

  [[nodiscard]] bool is_needed(TensorIndex tensor) const {
    const auto readers = graph_.readers(tensor);
    return graph_.tensor(tensor).retain == model::Retain::yes ||
           std::any_of(readers.begin(), readers.end(),
                       [&](OpIndex r) { return is_after_[r] != 0; });
  }

 private:
  void mark_relatives(OpIndex at, std::size_t place) {
    const auto order = graph_.base_order();
    is_before[at] = is_after_[at] = 1;
    for (std::size_t i = place + 1; i-- > 0;) {
      if (is_before[order[i]] == 0) continue;
      for (const TensorIndex t : graph_.inputs(order[i])) is_before[graph_.tensor(t).producer] = 1;
    }
    for (std::size_t i = place; i < order.size(); ++i) {
      if (is_after_[order[i]] == 0) continue;
      for (const TensorIndex t : graph_.outputs(order[i])) {
        for (const OpIndex reader : graph_.readers(t)) is_after_[reader] = 1;
      }
    }
    is_before[at] = is_after_[at] = 0;
  }

  const Graph& graph_;
  const OpIndex at_;

 public:
  base::IndexedVector<TensorIndex, char> is_input;
  base::IndexedVector<OpIndex, char> is_before;
  std::vector<OpIndex> others;  // neither `at` nor after it, latest first

 private:
  base::IndexedVector<OpIndex, char> is_after_;
};

}  // namespace

class StepFlow::Builder {
 public:
  Builder(StepFlow& flow, const std::vector<CertificateStep::Price>& prices, const Statuses& again)
      : problem_(flow.problem_),
        graph_(*problem_.graph),
        terms_(flow.terms_),
        again_(again),
        z_(flow.terms_.op.size()),
        earlier_(graph_.num_operations()),
        demand_(graph_.num_tensors()) {
    step_.prices = prices;
    for (const PayerIndex payer : again_.indices()) {
      if (again_[payer] == Again::surely) step_.value += cost(payer);
    }
  }

  // False: something does not fit.
  bool build() {
    std::vector<CertificateStep::Price> events = step_.prices;
    std::sort(events.begin(), events.end(), [&](const auto& a, const auto& b) {
      return graph_.base_position(a.event) < graph_.base_position(b.event);
    });
    for (const auto& [event, price] : events) {
      at_ = event;
      price_ = price;
      const FirstRun run(problem_, event);
      std::int64_t fixed = graph_.operation(event).workspace;
      for (const TensorIndex t : graph_.outputs(event)) fixed += graph_.tensor(t).size;
      for (const TensorIndex t : graph_.inputs(event)) fixed += graph_.tensor(t).size;
      for (const OpIndex op : run.others) fixed += add_op(run, op);
      if (fixed > terms_.budget) return false;
      const Wide worth = Wide{price} * (terms_.budget - fixed);
      step_.value -= static_cast<std::int64_t>((worth + terms_.budget - 1) / terms_.budget);
    }
    return true;
  }

  CertificateStep solve(base::IndexedVector<PayerIndex, std::int64_t>& rest) {
    flow_.finish();
    flow_.solve();
    for (const Source& source : sources_) {
      const std::int64_t flow = source.capacity - flow_.residual_from_source(source.node);
      if (flow == 0) continue;
      step_.live.push_back({source.event, source.op, flow});
      step_.value += flow;
    }
    for (const LaterArc& arc : later_arcs_) {
      const std::int64_t flow = MaxFlow::kInfinite - flow_.residual(arc.arc);
      if (flow > 0) step_.later.push_back({arc.event, arc.op, flow});
    }
    for (const EarlierArc& arc : earlier_arcs_) {
      const std::int64_t flow = MaxFlow::kInfinite - flow_.residual(arc.arc);
      if (flow > 0) step_.earlier.push_back({arc.event, arc.op, arc.to, flow});
    }
    for (const ReadArc& arc : read_arcs_) {
      const std::int64_t flow = MaxFlow::kInfinite - flow_.residual(arc.arc);
      if (flow > 0) step_.reads.push_back({arc.event, arc.op, arc.tensor, flow});
    }
    for (const HoldArc& hold : holds_) {
      const std::int64_t left =
          hold.arc.valid() ? flow_.residual(hold.arc) : flow_.residual_to_sink(hold.node);
      if (hold.capacity > left) {
        step_.holds.push_back({hold.event, hold.tensor, hold.capacity - left});
      }
    }
    rest = base::IndexedVector<PayerIndex, std::int64_t>(z_.size(), 0);
    for (const PayerIndex payer : z_.indices()) {
      if (z_[payer].valid()) rest[payer] = cost(payer) - flow_.residual_to_sink(z_[payer]);
    }
    return std::move(step_);
  }

 private:
  struct Source {
    OpIndex event, op;
    MaxFlow::Node node;
    std::int64_t capacity = 0;
  };
  struct LaterArc {
    OpIndex event, op;
    MaxFlow::Arc arc;
  };
  struct EarlierArc {
    OpIndex event, op, to;
    MaxFlow::Arc arc;
  };
  struct ReadArc {
    OpIndex event, op;
    TensorIndex tensor;
    MaxFlow::Arc arc;
  };
  struct HoldArc {
    OpIndex event;
    TensorIndex tensor;
    MaxFlow::Node node;
    MaxFlow::Arc arc;  // invalid: to the sink
    std::int64_t capacity = 0;
  };

  [[nodiscard]] std::int64_t cost(PayerIndex payer) const { return terms_.cost[terms_.op[payer]]; }
  [[nodiscard]] std::int64_t capacity(std::int64_t bytes) const {
    return static_cast<std::int64_t>(Wide{price_} * bytes / terms_.budget);
  }

  // Bytes that are live whatever is decided.
  std::int64_t add_op(const FirstRun& run, OpIndex op) {
    std::int64_t needed = 0;
    bool wanted = false;
    for (const TensorIndex tensor : graph_.outputs(op)) {
      const bool is_needed = run.is_needed(tensor);
      if (is_needed && run.is_input[tensor] == 0) needed += graph_.tensor(tensor).size;
      wanted = wanted || is_needed || !demand_[tensor].empty();
    }
    if (!wanted) return 0;
    const MaxFlow::Node away = add_absence(run, op);
    if (away.valid() && needed > 0) {
      flow_.change_source(away, capacity(needed));
      sources_.push_back({at_, op, away, capacity(needed)});
    }
    for (const TensorIndex tensor : graph_.outputs(op)) meet_demand(tensor, away);
    return away.valid() ? 0 : needed;
  }

  // P, which may be Y; invalid: there is none.
  MaxFlow::Node add_absence(const FirstRun& run, OpIndex op) {
    if (run.is_before[op] == 0) return add_run(run, op);
    const auto& payers = terms_.payers[op];
    const auto never = [&](PayerIndex payer) { return again_[payer] == Again::never; };
    if (std::all_of(payers.begin(), payers.end(), never)) return {};
    const MaxFlow::Node y = add_run(run, op);
    const PayerIndex payer = run.payer(terms_, op);
    if (!payer.valid()) return y;
    if (never(payer)) return {};
    MaxFlow::Node away = y;
    if (payers.size() > 1) {
      away = flow_.add_node();
      later_arcs_.push_back({at_, op, flow_.add_arc(away, y, MaxFlow::kInfinite)});
    }
    if (again_[payer] != Again::open) return away;
    if (!z_[payer].valid()) {
      z_[payer] = flow_.add_node();
      flow_.change_sink(z_[payer], cost(payer));
    }
    flow_.add_arc(away, z_[payer], MaxFlow::kInfinite);
    return away;
  }

  MaxFlow::Node add_run(const FirstRun& run, OpIndex op) {
    const MaxFlow::Node y = flow_.add_node();
    auto& earlier = earlier_[op];
    const auto last = std::find_if(earlier.rbegin(), earlier.rend(), [&](const auto& other) {
      return run.is_before[other.first] != 0;
    });
    if (last != earlier.rend()) {
      const MaxFlow::Arc arc = flow_.add_arc(y, last->second, MaxFlow::kInfinite);
      earlier_arcs_.push_back({at_, op, last->first, arc});
    }
    earlier.emplace_back(at_, y);
    for (const TensorIndex tensor : graph_.inputs(op)) {
      if (run.is_input[tensor] == 0 && !run.is_needed(tensor)) {
        demand_[tensor].emplace_back(op, y);
      }
    }
    return y;
  }

  void meet_demand(TensorIndex tensor, MaxFlow::Node away) {
    auto& demand = demand_[tensor];
    if (demand.empty()) return;
    const MaxFlow::Node a = flow_.add_node();
    for (const auto& [op, node] : demand) {
      read_arcs_.push_back({at_, op, tensor, flow_.add_arc(node, a, MaxFlow::kInfinite)});
    }
    demand.clear();
    HoldArc hold{at_, tensor, a, {}, capacity(graph_.tensor(tensor).size)};
    if (away.valid()) {
      hold.arc = flow_.add_arc(a, away, hold.capacity);
    } else {
      flow_.change_sink(a, hold.capacity);
    }
    holds_.push_back(hold);
  }

  const model::Problem& problem_;
  const Graph& graph_;
  const Terms& terms_;
  const Statuses& again_;
  MaxFlow flow_;
  CertificateStep step_;
  OpIndex at_;
  std::int64_t price_ = 0;
  base::IndexedVector<PayerIndex, MaxFlow::Node> z_;
  base::IndexedVector<OpIndex, std::vector<std::pair<OpIndex, MaxFlow::Node>>> earlier_;
  base::IndexedVector<TensorIndex, std::vector<std::pair<OpIndex, MaxFlow::Node>>> demand_;
  std::vector<Source> sources_;
  std::vector<LaterArc> later_arcs_;
  std::vector<EarlierArc> earlier_arcs_;
  std::vector<ReadArc> read_arcs_;
  std::vector<HoldArc> holds_;
};

StepFlow::StepFlow(const model::Problem& problem, const Terms& terms)
    : problem_(problem), terms_(terms) {}

CertificateStep StepFlow::find(const std::vector<CertificateStep::Price>& prices,
                               const Statuses& again) {
  Builder builder(*this, prices, again);
  overfull_ = !builder.build();
  if (overfull_) {
    CertificateStep step;
    step.prices = prices;
    return step;
  }
  return builder.solve(rest_);
}

std::int64_t StepFlow::rise_if_paid(PayerIndex payer) const {
  return terms_.cost[terms_.op[payer]] - rest_[payer];
}

}  // namespace moccasin::search
