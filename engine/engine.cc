// SPDX-License-Identifier: Apache-2.0
#include "engine/engine.h"

#include <algorithm>
#include <string>

namespace moccasin::engine {

class Engine::Attaching final : public Subscriptions {
 public:
  Attaching(Engine& engine, Registered& self) : engine_(engine), self_(self) {}
  void on_lower(Var var, std::uint32_t tag) override {
    engine_.wakes_[var].push_back({&self_, tag});
    if (engine_.head_ > 0) self_.changed.push_back(tag);  // what has been visited is news to it
  }

 private:
  Engine& engine_;
  Registered& self_;
};

Var Engine::new_variable(Value lower, Value upper) {
  const Var var = trail_.new_variable(lower, upper);
  for (int sign = 0; sign < 2; ++sign) wakes_.push_back({});
  watches_.add_variable();
  analysis_.add_variable();
  return var;
}

void Engine::add(std::unique_ptr<Propagator> propagator,
                 std::unique_ptr<InferenceChecker> checker) {
  MOCCASIN_ASSERT(level() == 0 && propagator != nullptr && checker != nullptr);
  Registered& added = propagators_.emplace_back();
  added.propagator = std::move(propagator);
  added.checker = std::move(checker);
  added.index = PropagatorIndex(propagators_.size() - 1);
  Attaching attaching(*this, added);
  added.propagator->attach(attaching);
  queue_.add(added);
}

void Engine::add_clause(std::span<const Literal> literals) {
  MOCCASIN_ASSERT(level() == 0);
  std::vector<Literal> open;
  for (const Literal literal : literals) {
    if (domains().is_true(literal)) return;
    if (!domains().is_false(literal)) open.push_back(literal);
  }
  if (open.empty()) {
    refuted_ = true;
  } else if (open.size() == 1) {
    impose(open[0]);
  } else {
    watches_.attach(clauses_.add_problem(open));
  }
}

void Engine::impose(Literal fact) {
  backtrack(0);
  if (domains().is_true(fact)) return;
  if (domains().is_false(fact)) {
    refuted_ = true;
  } else {
    trail_.push(fact, Reason());
  }
}

void Engine::decide(Literal literal) {
  MOCCASIN_ASSERT(!domains().is_true(literal) && !domains().is_false(literal));
  ++statistics_.decisions;
  trail_.open_level();
  trail_.push(literal, Reason());
}

void Engine::backtrack(Level level) {
  if (level >= trail_.level()) return;
  trail_.backtrack(level);
  head_ = std::min(head_, trail_.size());
  for (Registered& registered : propagators_) registered.propagator->undo_to(trail_.size());
}

void Engine::assume(std::vector<Literal> assumptions) {
  backtrack(0);
  cursor_of_level_.clear();
  assumptions_ = std::move(assumptions);
}

std::optional<Literal> Engine::next_assumption() {
  cursor_of_level_.resize(assumption_levels());
  if (cursor_of_level_.size() < trail_.level()) return std::nullopt;  // they all hold already
  std::size_t cursor = cursor_of_level_.empty() ? 0 : cursor_of_level_.back() + 1;
  while (cursor < assumptions_.size() && domains().is_true(assumptions_[cursor])) ++cursor;
  if (cursor == assumptions_.size()) return std::nullopt;
  if (!domains().is_false(assumptions_[cursor])) cursor_of_level_.push_back(cursor);
  return assumptions_[cursor];
}

Premises Engine::failed_assumptions(Literal failed) {
  Premises core = analysis_.decisions_behind(~failed);
  core.push_back(failed);
  return core;
}

void Engine::explain(Position at, Literal fact, Premises& out) {
  const Reason reason = trail_[at].reason;
  ++statistics_.explanations;
  const std::size_t before = out.size();
  if (const Clause* const clause = reason.clause()) {
    MOCCASIN_ASSERT(clause->literals()[0].var == fact.var);
    for (const Literal literal : clause->span().subspan(1)) out.push_back(~literal);
  } else {
    Registered& by = propagators_[reason.propagator().value()];
    by.propagator->explain(fact, reason.payload(), Domains(trail_, at), out);
    if (checking_ == Checking::on) {
      const Premises premises(out.begin() + static_cast<std::ptrdiff_t>(before), out.end());
      check(by, reason.payload(), premises, fact);
    }
  }
  statistics_.ticks += 4 + (out.size() - before);
}

bool Engine::cheap(Position at) const {
  const Reason reason = trail_[at].reason;
  if (reason.kind() != Reason::Kind::propagator) return true;
  const Registered& by = propagators_[reason.propagator().value()];
  return by.propagator->priority() != Priority::last;
}

void Engine::learn() {
  ++statistics_.conflicts;
  queue_.clear();
  // Premises may all be older than the current level: what was missed there is seen only now.
  Level deepest = 0;
  for (const Literal premise : conflict_) {
    deepest = std::max(deepest, trail_[trail_.cause(premise, Trail::kNow)].level);
  }
  if (deepest == 0) {
    refuted_ = true;
    return;
  }
  backtrack(deepest);
  Derivation derivation;
  const bool checks = checking_ == Checking::on;
  const Learned& learned = analysis_.analyze(conflict_, checks ? &derivation : nullptr);
  if (checks && !replays(root_box(), learned.clause, std::move(derivation), conflict_)) {
    base::assertion_failed("a clause learned must follow from its derivation", __FILE__, __LINE__);
  }
  for (Clause* const clause : analysis_.used()) clauses_.bump(*clause, count_levels(*clause));
  clauses_.decay();
  statistics_.minimised = analysis_.minimised();
  assert_learned(learned);
}

void Engine::assert_learned(const Learned& learned) {
  ++statistics_.learned;
  statistics_.learned_literals += learned.clause.size();
  glue_ = learned.glue;
  backtrack(learned.backjump);
  if (learned.clause.size() == 1) {
    trail_.push(learned.clause[0], Reason());
    return;
  }
  Clause& clause = clauses_.add_learned(learned.clause, learned.glue);
  watches_.attach(clause);
  trail_.push(learned.clause[0], Reason(&clause));
}

std::uint32_t Engine::count_levels(const Clause& clause) const {
  std::vector<Level> levels;
  for (const Literal literal : clause.span()) {
    levels.push_back(domains().is_false(literal) ? trail_[trail_.cause(~literal, Trail::kNow)].level
                                                 : trail_.level());
  }
  std::sort(levels.begin(), levels.end());
  return static_cast<std::uint32_t>(std::unique(levels.begin(), levels.end()) - levels.begin());
}

void Engine::reduce() {
  ++statistics_.reductions;
  const Domains now = domains();
  const auto locked = [&](const Clause& clause) {
    const Literal first = clause.literals()[0];
    if (!now.is_true(first)) return false;
    return trail_[trail_.cause(first, Trail::kNow)].reason.clause() == &clause;
  };
  const auto satisfied = [&](const Clause& clause) {
    return std::any_of(clause.span().begin(), clause.span().end(), [&](Literal literal) {
      return now.is_true(literal) && now.is_root_fact(literal);
    });
  };
  clauses_.mark_dead(locked, satisfied);
  watches_.sweep();
  clauses_.free_dead();
}

Box Engine::root_box() const {
  std::vector<Value> lower(2 * trail_.num_variables());
  for (std::size_t raw = 0; raw < lower.size(); ++raw) {
    lower[raw] = trail_.lower_before(Var(raw), trail_.end_of_level(0));
  }
  return Box(std::move(lower));
}

void Engine::check(const Registered& by, std::uint64_t payload, const Premises& premises,
                   std::optional<Literal> fact) const {
  Box box = root_box();
  for (const Literal premise : premises) box.impose(premise);
  if (fact) box.impose(~*fact);
  if (box.is_empty()) return;
  if (by.checker->refutes_given(box, by.propagator->hint(payload))) return;
  const std::string message =
      "its checker rejects an inference of " + std::string(by.propagator->name());
  base::assertion_failed(message.c_str(), __FILE__, __LINE__);
}

}  // namespace moccasin::engine
