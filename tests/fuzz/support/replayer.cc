// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/support/replayer.h"

#include <algorithm>

#include "search/cdcl/cdcl.h"
#include "tests/propagators/support/naive_rules.h"

namespace moccasin::test {

using engine::Literal;
using engine::Outcome;
using engine::Var;

namespace {

bool all_hold(const std::vector<Literal>& literals, const Subject::Values& values) {
  return std::all_of(literals.begin(), literals.end(),
                     [&](Literal literal) { return holds(literal, values); });
}

}  // namespace

Replayer::Replayer(const Operation& problem) : subject_(make_subject(problem)) {
  subject_->build(engine_);
  brancher_.emplace(subject_->required(), engine_.domains().num_variables());
  propagate();
}

void Replayer::propagate() {
  outcome_ = engine_.refuted() ? Outcome::conflict : engine_.propagate();
}

void Replayer::decide(Literal literal) {
  if (in_conflict() || engine_.domains().is_true(literal) || engine_.domains().is_false(literal)) {
    return;
  }
  decisions_.resize(engine_.level());
  engine_.decide(literal);
  decisions_.push_back(literal);
  propagate();
}

// Assumptions come before all else.
void Replayer::follow_assumptions() {
  while (!in_conflict()) {
    const std::optional<Literal> next = engine_.next_assumption();
    if (!next) return;
    if (engine_.domains().is_false(*next)) {
      expect_none(engine_.failed_assumptions(*next), "a core that a solution has");
      engine_.assume({});
      assumptions_.clear();
      propagate();
      continue;
    }
    decide(*next);
  }
}

void Replayer::search(std::int64_t rounds) {
  if (engine_.refuted()) return;
  decisions_known_ = false;
  constexpr std::uint64_t kTicksARound = 20;
  const search::Limits limits{.work = std::max<std::int64_t>(rounds, 0) * kTicksARound + 1};
  search::Meter meter(limits);
  search::Share turn(meter, search::Meter::kUnlimited);
  const search::CdclOutcome found = search::cdcl(engine_, *brancher_, restart_, turn);
  if (found.result == search::CdclResult::solution) {
    for (const Var var : subject_->required()) {
      if (!engine_.domains().is_fixed(var)) complain("a solution with something left to decide");
    }
    if (!all_hold(assumptions_, lower_bounds())) complain("a solution that lacks an assumption");
    expect_solution();
  } else if (found.result == search::CdclResult::assumptions) {
    expect_none(found.core, "a core that a solution has");
    engine_.assume({});
    assumptions_.clear();
  }
  propagate();
}

std::optional<std::string> Replayer::apply(const Operation& operation) {
  const std::vector<std::int64_t>& given = operation.arguments;
  const std::size_t num_literals = 2 * engine_.domains().num_variables();
  const auto literal = [&](std::size_t at) {
    return Literal{Var(static_cast<std::size_t>(given[at]) % num_literals), given[at + 1]};
  };
  // After a conflict there is nothing but to learn or to take something back.
  const bool takes_back =
      operation.name == "assume" || operation.name == "impose" || operation.name == "backtrack";
  const auto level = operation.name == "backtrack"
                         ? static_cast<engine::Level>(std::max<std::int64_t>(given[0], 0))
                         : engine::Level{0};
  if (in_conflict() && operation.name != "learn" && !(takes_back && level < engine_.level())) {
    return wrong_;
  }
  if (operation.name == "learn" && in_conflict() && !engine_.refuted()) {
    engine_.learn();
    brancher_->learned(engine_.analyzed());
    propagate();
  } else if (operation.name == "backtrack") {
    engine_.backtrack(level);
    propagate();
  } else if (operation.name == "decide") {
    follow_assumptions();
    decide(literal(0));
  } else if (operation.name == "impose") {
    engine_.impose(literal(0));
    facts_.push_back(literal(0));
    propagate();
  } else if (operation.name == "assume") {
    assumptions_.clear();
    for (std::size_t i = 0; i < given.size(); i += 2) assumptions_.push_back(literal(i));
    engine_.assume(assumptions_);
    propagate();
  } else if (operation.name == "reduce") {
    engine_.reduce();
  } else if (operation.name == "search") {
    search(given[0]);
  }
  brancher_->backtracked(engine_.domains());
  decisions_.resize(std::min<std::size_t>(decisions_.size(), engine_.level()));
  if (engine_.level() == 0) decisions_known_ = true;
  compare();
  return wrong_;
}

void Replayer::expect_none(const engine::Premises& literals, const char* what) {
  for (const Values& values : subject_->solutions()) {
    if (all_hold(facts_, values) && all_hold(literals, values)) complain(what);
  }
}

// What is left are lower bounds.
void Replayer::expect_solution() {
  const Values values = lower_bounds();
  if (!all_hold(facts_, values)) complain("a solution that lacks a fact");
  if (!subject_->is_solution(values)) complain("a solution that is none");
}

Replayer::Values Replayer::lower_bounds() const {
  Values values(engine_.domains().num_variables());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = engine_.domains().lower(Var(2 * i));
  return values;
}

// No solution that has the facts, and the decisions if they are known, may be excluded.
void Replayer::compare() {
  const engine::Domains now = engine_.domains();
  const bool at_root = engine_.level() == 0 || engine_.refuted();
  if (!at_root && !decisions_known_) return;
  for (const Values& values : subject_->solutions()) {
    if (!all_hold(facts_, values)) continue;
    if (!at_root && !all_hold(decisions_, values)) continue;
    if (in_conflict()) complain("a conflict, though there is a solution");
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (now.lower(Var(2 * i)) > values[i] || now.upper(Var(2 * i)) < values[i]) {
        complain("a solution excluded");
      }
    }
  }
  if (in_conflict()) return;
  const std::vector<Var>& required = subject_->required();
  if (std::all_of(required.begin(), required.end(), [&](Var var) { return now.is_fixed(var); })) {
    expect_solution();
  }
}

std::optional<std::string> replay(const Trace& trace) {
  Replayer replayer(trace.problem);
  for (const Operation& operation : trace.operations) {
    if (const auto wrong = replayer.apply(operation)) {
      return *wrong + ", after " + text_of({operation, {}});
    }
  }
  return std::nullopt;
}

}  // namespace moccasin::test
