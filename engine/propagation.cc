// SPDX-License-Identifier: Apache-2.0
// Engine: propagation to a fixpoint. Bounds raised are visited in order, clauses first; when none
// is left, the propagators they woke run one by one, those of high priority first.
#include <algorithm>

#include "engine/engine.h"

namespace moccasin::engine {

std::span<const std::uint32_t> Inference::changed() const { return self_.changed; }
void Inference::work(std::uint64_t ticks) { engine_.statistics_.ticks += ticks; }
bool Inference::checking() const { return engine_.checking_ == Checking::on; }
Outcome Inference::infer_new(Literal fact, std::uint64_t payload) {
  return engine_.infer(self_, fact, payload);
}
Outcome Inference::fail(std::uint64_t payload) { return engine_.fail(self_, payload); }

Outcome Engine::propagate(std::uint64_t root_ticks) {
  const bool may_pause = level() == 0 && root_ticks != kNoPause;
  const std::uint64_t pause = may_pause ? statistics_.ticks + root_ticks : kNoPause;
  for (;;) {
    if (statistics_.ticks >= pause) return Outcome::fine;
    if (head_ < trail_.size()) {
      if (visit(head_++) == Outcome::conflict) return Outcome::conflict;
      continue;
    }
    Registered* const next = queue_.pop();
    if (next == nullptr) return Outcome::fine;
    ++statistics_.calls;
    statistics_.ticks += 4 + next->changed.size();
    Inference inference(*this, *next, trail_);
    const Outcome outcome = next->propagator->propagate(inference);
    next->changed.clear();
    if (outcome == Outcome::conflict) return outcome;
  }
}

Outcome Engine::visit(Position at) {
  const Var var = trail_[at].var;
  for (const Wake& wake : wakes_[var]) {
    wake.propagator->changed.push_back(wake.tag);
    queue_.add(*wake.propagator);
  }
  statistics_.ticks += 1 + wakes_[var].size();
  return visit_watches(var, trail_.previous_bound(at), trail_[at].bound);
}

Outcome Engine::visit_watches(Var var, Value previous, Value bound) {
  const Domains now = domains();
  std::vector<Watch>& list = watches_.of(var);
  statistics_.ticks += list.size() / 4;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Watch watch = list[i];
    list[kept++] = watch;
    if (watch.threshold > bound || watch.threshold <= previous || now.is_true(watch.blocker)) {
      continue;
    }
    Clause& clause = *watch.clause;
    Literal* const literals = clause.literals();
    if (literals[0] == ~Literal{var, watch.threshold}) std::swap(literals[0], literals[1]);
    const Literal first = literals[0];
    if (now.is_true(first)) {
      list[kept - 1].blocker = first;
      continue;
    }
    std::uint32_t other = 2;
    while (other < clause.size && now.is_false(literals[other])) ++other;
    statistics_.ticks += 1 + other / 4;
    if (other < clause.size) {
      std::swap(literals[1], literals[other]);
      watches_.watch(literals[1], &clause, first);
      --kept;
      continue;
    }
    if (now.is_false(first)) {
      conflict_.clear();
      for (const Literal literal : clause.span()) conflict_.push_back(~literal);
      for (++i; i < list.size(); ++i) list[kept++] = list[i];
      list.resize(kept);
      clauses_.bump(clause, clause.glue);
      return Outcome::conflict;
    }
    ++statistics_.propagations;
    ++statistics_.by_clause;
    trail_.push(first, Reason(&clause));
  }
  list.resize(kept);
  return Outcome::fine;
}

Outcome Engine::infer(Registered& by, Literal fact, std::uint64_t payload) {
  const Domains now = domains();
  if (now.is_false(fact)) {
    // The least that contradicts what is known is the easiest to explain.
    const Literal least = {fact.var, now.upper(fact.var) + 1};
    conflict_.clear();
    by.propagator->explain(least, payload, now, conflict_);
    ++statistics_.explanations;
    if (checking_ == Checking::on) check(by, payload, conflict_, least);
    conflict_.push_back(~least);
    return Outcome::conflict;
  }
  if (checking_ == Checking::on) {
    Premises premises;
    by.propagator->explain(fact, payload, now, premises);
    for (const Literal premise : premises) MOCCASIN_ASSERT(now.is_true(premise));
    check(by, payload, premises, fact);
  }
  ++statistics_.propagations;
  trail_.push(fact, Reason(by.index, payload));
  return Outcome::fine;
}

Outcome Engine::fail(Registered& by, std::uint64_t payload) {
  conflict_.clear();
  by.propagator->explain_conflict(payload, domains(), conflict_);
  ++statistics_.explanations;
  if (checking_ == Checking::on) check(by, payload, conflict_, std::nullopt);
  return Outcome::conflict;
}

}  // namespace moccasin::engine
