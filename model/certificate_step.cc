// SPDX-License-Identifier: Apache-2.0
#include "model/certificate_step.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include "base/printable.h"

namespace moccasin::model {
namespace {

using base::Wide;

class StepCheck {
 public:
  StepCheck(const Graph& graph, CertificateTerms& terms,
            const base::IndexedVector<CostVarIndex, Again>& again, const CertificateStep& step)
      : graph_(graph), terms_(terms), again_(again), step_(step) {}

  StepVerdict run() {
    check_list("prices", step_.prices);
    if (!broken_ && some_event_is_full()) {
      const bool bare = step_.live.empty() && step_.later.empty() && step_.earlier.empty() &&
                        step_.reads.empty() && step_.holds.empty() && step_.never.empty() &&
                        step_.value == 0;
      if (!bare)
        fail("an event is too full, but there are flows, a value or cost variables in never");
      return {broken_, true};
    }
    check_list("live", step_.live);
    check_list("later", step_.later);
    check_list("earlier", step_.earlier);
    check_list("reads", step_.reads);
    check_list("holds", step_.holds);
    check_flow_through_tensors();
    check_flow_through_runs();
    check_value();
    const bool refutes = !broken_ && terms_.refuted(step_.value);
    if (refutes && !step_.never.empty()) fail("never: must be empty where the node is refuted");
    check_list("never", step_.never);
    return {broken_, refutes};
  }

 private:
  using Step = CertificateStep;
  using Arc = std::array<std::uint32_t, 3>;  // of one list
  using At = std::pair<OpIndex, OpIndex>;    // an operation at an event: Y(op, event)

  // The first problem counts. False, for a tail call.
  bool fail(const std::string& message) {
    if (!broken_) broken_ = where_ + message;
    return false;
  }

  // Each item by the function check() for it.
  template <class Item>
  void check_list(const std::string& name, const std::vector<Item>& items) {
    arcs_.clear();
    for (std::size_t i = 0; i < items.size() && !broken_; ++i) {
      where_ = name + "[" + std::to_string(i) + "]: ";
      check(items[i]);
    }
    where_.clear();
  }

  bool check(const Step::Price& item) {
    if (!exists(item.event)) return false;
    if (item.price < 0) return fail("the price is " + std::to_string(item.price));
    if (terms_.memory() == 0) return fail("there is no memory to have a price");
    if (!price_.emplace(item.event, item.price).second) return fail("the event has a price twice");
    return true;
  }

  bool check(const Step::Live& item) {
    if (!exists(item.event) || !exists(item.op) || !once({item.event.value(), item.op.value()}))
      return false;
    if (!priced(item.event) || !is_absence(item.op, item.event)) return false;
    const CertificateEvent& event = terms_.event(item.event);
    Wide bytes = 0;
    for (const TensorIndex tensor : graph_.outputs(item.op)) {
      const bool counts = event.needed[tensor.value()] && !event.input[tensor.value()];
      if (counts) bytes += graph_.tensor(tensor).size;
    }
    to_absence(item.op, item.event, item.flow);
    total_ += item.flow;
    return is_flow(item.flow) && fits(item.flow, item.event, bytes);
  }

  bool check(const Step::Later& item) {
    if (!exists(item.event) || !exists(item.op) || !once({item.event.value(), item.op.value()}))
      return false;
    if (!is_absence(item.op, item.event)) return false;
    if (!apart(item.op, item.event)) {
      return fail(named(item.op) + " has no cost variable of its own at " + named(item.event));
    }
    away_[{item.op, item.event}] -= item.flow;
    rest_[{item.op, item.event}] += item.flow;
    return is_flow(item.flow);
  }

  bool check(const Step::Earlier& item) {
    if (!exists(item.event) || !exists(item.op) || !exists(item.to)) return false;
    if (!once({item.event.value(), item.op.value(), item.to.value()})) return false;
    if (!is_run(item.op, item.event) || !is_run(item.op, item.to)) return false;
    if (!is_before(item.to, item.event)) return false;
    rest_[{item.op, item.event}] -= item.flow;
    rest_[{item.op, item.to}] += item.flow;
    return is_flow(item.flow);
  }

  bool check(const Step::Read& item) {
    if (!exists(item.event) || !exists(item.op) || !exists(item.tensor)) return false;
    if (!once({item.event.value(), item.op.value(), item.tensor.value()})) return false;
    if (!is_run(item.op, item.event) || !is_missing(item.tensor, item.event)) return false;
    bool reads = false;
    for (const TensorIndex input : graph_.inputs(item.op)) reads |= input == item.tensor;
    if (!reads) return fail(named(item.op) + " does not read " + named(item.tensor));
    rest_[{item.op, item.event}] -= item.flow;
    through_[{item.tensor, item.event}].first += item.flow;
    return is_flow(item.flow);
  }

  bool check(const Step::Hold& item) {
    if (!exists(item.event) || !exists(item.tensor)) return false;
    if (!once({item.event.value(), item.tensor.value()})) return false;
    const OpIndex producer = graph_.tensor(item.tensor).producer;
    if (!priced(item.event) || !is_other(producer, item.event)) return false;
    if (!is_missing(item.tensor, item.event)) return false;
    through_[{item.tensor, item.event}].second += item.flow;
    if (has_absence(producer, item.event)) to_absence(producer, item.event, item.flow);
    return is_flow(item.flow) && fits(item.flow, item.event, graph_.tensor(item.tensor).size);
  }

  bool check(CostVarIndex never) {
    if (never.value() >= terms_.num_cost_vars()) return fail("there is no such cost variable");
    if (!once({never.value()})) return false;
    if (again_[never] != Again::open) return fail(named(never) + " is not open");
    if (terms_.refuted(step_.value + terms_.cost(never) - spent_[never])) return true;
    return fail(named(never) + " may run again: value + cost - flow is " +
                digits(step_.value + terms_.cost(never) - spent_[never]));
  }

  // What the table of arcs asks.

  bool exists(OpIndex op) {
    return op.value() < graph_.num_operations() || fail("there is no such operation");
  }
  bool exists(TensorIndex tensor) {
    return tensor.value() < graph_.num_tensors() || fail("there is no such tensor");
  }
  bool once(const Arc& arc) { return arcs_.insert(arc).second || fail("stands there twice"); }
  bool is_flow(std::int64_t flow) {
    return flow > 0 || fail("the flow is " + std::to_string(flow));
  }
  bool priced(OpIndex event) {
    return price_.contains(event) || fail("the event " + named(event) + " has no price");
  }
  bool is_before(OpIndex op, OpIndex event) {
    return terms_.event(event).before[op.value()] ||
           fail(named(op) + " is not before " + named(event));
  }
  bool is_other(OpIndex op, OpIndex event) {
    return terms_.event(event).other[op.value()] ||
           fail(named(op) + " cannot run before " + named(event));
  }
  // Whether there is a Y(op, event), a P(op, event), if op is an other.
  bool has_run(OpIndex op, OpIndex event) {
    if (!terms_.event(event).before[op.value()]) return true;
    for (const CostVarIndex cost_var : terms_.cost_vars(op)) {
      if (again_[cost_var] != Again::never) return true;
    }
    return false;
  }
  bool has_absence(OpIndex op, OpIndex event) {
    if (!terms_.event(event).before[op.value()]) return true;
    const CostVarIndex cost_var = terms_.cost_var(op, event);
    return has_run(op, event) && (!cost_var.valid() || again_[cost_var] != Again::never);
  }
  // Whether P and Y are two; if not, they are one.
  bool apart(OpIndex op, OpIndex event) {
    return terms_.is_split(op) && terms_.event(event).before[op.value()] &&
           terms_.cost_var(op, event).valid();
  }
  void to_absence(OpIndex op, OpIndex event, Wide flow) {
    (apart(op, event) ? away_ : rest_)[{op, event}] += flow;
  }
  bool is_run(OpIndex op, OpIndex event) {
    if (!has_run(op, event)) return fail(named(op) + " never runs again");
    return is_other(op, event);
  }
  bool is_absence(OpIndex op, OpIndex event) {
    if (is_run(op, event) && !has_absence(op, event)) {
      fail(named(op) + " is never away at " + named(event));
    }
    return !broken_;
  }
  bool is_missing(TensorIndex tensor, OpIndex event) {
    const CertificateEvent& at = terms_.event(event);
    if (at.input[tensor.value()]) return fail(named(event) + " reads " + named(tensor));
    return !at.needed[tensor.value()] || fail(named(tensor) + " is needed at " + named(event));
  }
  bool fits(std::int64_t flow, OpIndex event, Wide bytes) {
    const Wide capacity = price_.at(event) * bytes / terms_.memory();
    return flow <= capacity || fail("the flow is " + std::to_string(flow) +
                                    ", more than the capacity of " + digits(capacity));
  }

  Wide fixed(OpIndex t) {
    const CertificateEvent& event = terms_.event(t);
    Wide bytes = event.own;
    for (const TensorIndex tensor : graph_.tensors()) {
      const bool counts = event.needed[tensor.value()] && !event.input[tensor.value()] &&
                          !has_absence(graph_.tensor(tensor).producer, t);
      if (counts) bytes += graph_.tensor(tensor).size;
    }
    return bytes;
  }

  bool some_event_is_full() {
    bool full = false;
    for (const auto& [event, price] : price_) {
      fixed_[event] = fixed(event);
      full |= fixed_[event] > terms_.memory();
    }
    return full;
  }

  void check_flow_through_tensors() {
    for (const auto& [at, flow] : through_) {
      if (flow.first == flow.second) continue;
      fail("flow into A of " + named(at.first) + " at event " + named(at.second) + " is " +
           digits(flow.first) + ", out of it " + digits(flow.second));
    }
  }

  void check_flow_through_runs() {
    for (const auto& [at, rest] : away_) pay(at, rest, terms_.cost_var(at.first, at.second), "P");
    for (const auto& [at, rest] : rest_) {
      const bool pays =
          !terms_.is_split(at.first) && terms_.event(at.second).before[at.first.value()];
      pay(at, rest, pays ? terms_.cost_vars(at.first)[0] : CostVarIndex(), "Y");
    }
    for (const CostVarIndex cost_var : spent_.indices()) {
      if (spent_[cost_var] <= terms_.cost(cost_var)) continue;
      fail("flow into Z of " + named(cost_var) + " is " + digits(spent_[cost_var]) +
           ", its cost is " + digits(terms_.cost(cost_var)));
    }
  }

  // What is left of the flow into P or Y goes on to Z of the cost variable, if there is one and it
  // is open.
  void pay(const At& at, Wide rest, CostVarIndex cost_var, const std::string& node) {
    const bool to_z = cost_var.valid() && again_[cost_var] == Again::open;
    if (to_z) spent_[cost_var] += rest;
    if (rest == 0 || (rest > 0 && to_z)) return;
    const std::string where =
        " " + node + " of " + named(at.first) + " at event " + named(at.second);
    if (rest < 0) fail("flow out of" + where + " is " + digits(-rest) + " more than into it");
    fail(digits(rest) + " of the flow into" + where + " is left, but " +
         (cost_var.valid() ? "it surely runs again" : "no cost variable is there for it"));
  }

  void check_value() {
    Wide value = total_;
    for (const CostVarIndex cost_var : again_.indices()) {
      if (again_[cost_var] == Again::surely) value += terms_.cost(cost_var);
      // The sum over cost variables, of which a file may name many, must not overflow.
      if (value > Wide{1} << 126) return void(fail("what surely runs again costs too much"));
    }
    for (const auto& [event, price] : price_) {
      // Neither factor is negative here. Rounded up at each event.
      const Wide memory = terms_.memory();
      value -= (price * (memory - fixed_[event]) + memory - 1) / memory;
    }
    if (value == step_.value) return;
    fail("the value is " + digits(value) + ", not " + std::to_string(step_.value));
  }

  [[nodiscard]] std::string named(OpIndex op) const {
    return "'" + base::short_name(graph_.operation(op).name) + "'";
  }
  [[nodiscard]] std::string named(CostVarIndex cost_var) const {
    const OpIndex op = terms_.op_of(cost_var);
    const auto& cost_vars = terms_.cost_vars(op);
    const auto interval =
        std::find(cost_vars.begin(), cost_vars.end(), cost_var) - cost_vars.begin();
    return named(op) +
           (cost_vars.size() > 1 ? ", inter-use interval " + std::to_string(interval) : "");
  }
  [[nodiscard]] std::string named(TensorIndex tensor) const {
    const OpIndex producer = graph_.tensor(tensor).producer;
    std::size_t place = 0;
    while (graph_.outputs(producer)[place] != tensor) ++place;
    return "'" + base::short_name(graph_.operation(producer).name) + ":" + std::to_string(place) +
           "'";
  }

  const Graph& graph_;
  CertificateTerms& terms_;
  const base::IndexedVector<CostVarIndex, Again>& again_;
  const CertificateStep& step_;
  std::optional<std::string> broken_;
  std::string where_;                      // the item that is looked at
  std::set<Arc> arcs_;                     // of the list that is looked at
  std::map<OpIndex, Wide> price_, fixed_;  // of the events with a price
  Wide total_ = 0;                         // flow out of the source
  std::map<At, Wide> away_, rest_;         // of P, of Y: flow in less flow out, before Z
  std::map<std::pair<TensorIndex, OpIndex>, std::pair<Wide, Wide>> through_;  // A: in, out
  base::IndexedVector<CostVarIndex, Wide> spent_{terms_.num_cost_vars(), 0};  // into Z
};

}  // namespace

StepVerdict check_step(const Graph& graph, CertificateTerms& terms,
                       const base::IndexedVector<CostVarIndex, Again>& again,
                       const CertificateStep& step) {
  return StepCheck(graph, terms, again, step).run();
}

}  // namespace moccasin::model
