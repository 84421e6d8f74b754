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

// Finds a literal that is not false to watch instead of `fallen`; without one, the other watch
// follows, or there is a conflict. `watch` may have moved in memory when this returns.
inline Engine::Visited Engine::visit_clause(Watch& watch, Literal fallen) {
  const Domains now = domains();
  Clause& clause = *watch.clause;
  Literal* const literals = clause.literals();
  if (literals[0] == fallen) std::swap(literals[0], literals[1]);
  const Literal first = literals[0];
  if (now.is_true(first)) {
    watch.blocker = first;
    return Visited::watched_here;
  }
  std::uint32_t other = 2;
  while (other < clause.size && now.is_false(literals[other])) ++other;
  statistics_.ticks += 1 + other / 4;
  if (other < clause.size) {
    std::swap(literals[1], literals[other]);
    watches_.watch(literals[1], &clause, first);
    return Visited::watched_elsewhere;
  }
  if (now.is_false(first)) {
    conflict_.clear();
    for (const Literal literal : clause.span()) conflict_.push_back(~literal);
    clauses_.bump(clause, clause.glue);
    return Visited::conflict;
  }
  ++statistics_.propagations;
  ++statistics_.by_clause;
  trail_.push(first, Reason(&clause));
  return Visited::watched_here;
}

// A clause can be a reason, or a conflict, only once all of its literals but one are false. So it
// is enough to watch two of them that are not (Moskewicz et al., Chaff, DAC 2001): as long as both
// stay so, nothing is done for the clause, and nothing at all is done for it when the engine jumps
// back. The invariant, at a fixpoint: a clause with a false watch has a true literal, the other
// watch or the blocker, of a level no deeper than that at which the watch became false.
//
//   [x <= 4] or [y >= 2] or [z >= 1]     the first two are watched
//   x becomes 5                          the third is watched in place of the first
//   ... or, if z is 0 already,           [y >= 2] follows, and the watches stay
//
// Bounds make two differences. A watch sleeps until the bound passes its threshold, and whoever was
// passed before needs no second visit: those between the old bound and the new one are visited. The
// blocker is some other literal of the clause, kept in the watch: while it is true the clause's own
// memory need not be looked at (Een, Sorensson, MiniSat 2.1, 2008).
Outcome Engine::visit_watches(Var var, Value previous, Value bound) {
  const Domains now = domains();
  std::vector<Watch>& list = watches_.of(var);
  statistics_.ticks += list.size() / 4;
  Outcome outcome = Outcome::fine;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    Watch& watch = list[kept++] = list[i];
    if (outcome == Outcome::conflict || watch.threshold > bound || watch.threshold <= previous ||
        now.is_true(watch.blocker)) {
      continue;
    }
    const Visited visited = visit_clause(watch, ~Literal{var, watch.threshold});
    if (visited == Visited::watched_elsewhere) --kept;
    if (visited == Visited::conflict) outcome = Outcome::conflict;
  }
  list.resize(kept);
  return outcome;
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
