// SPDX-License-Identifier: Apache-2.0
#include "tests/propagators/support/random_walk.h"

#include <utility>

namespace moccasin::test {

using engine::Domains;
using engine::Engine;
using engine::Literal;
using engine::Outcome;
using engine::Premises;
using engine::Value;
using engine::Var;

bool follows(const Inferred& inferred, const Premises& premises, std::optional<Literal> fact) {
  engine::Box box = inferred.root;
  for (const Literal premise : premises) box.impose(premise);
  if (fact) box.impose(~*fact);
  return box.is_empty() ||
         inferred.checker.refutes_given(box, inferred.propagator.hint(inferred.payload));
}

// Forwards to the real propagator and tells the judge what it says.
class RandomWalk::Watched final : public engine::Propagator {
 public:
  Watched(RandomWalk& walk, Posted real, const engine::InferenceChecker& checker)
      : walk_(walk), real_(std::move(real.propagator)), checker_(checker) {}

  [[nodiscard]] std::string_view name() const override { return real_->name(); }
  [[nodiscard]] engine::Priority priority() const override { return real_->priority(); }
  void attach(engine::Subscriptions& wake) override { real_->attach(wake); }
  Outcome propagate(engine::Inference& infer) override { return real_->propagate(infer); }
  void undo_to(engine::Position size) override { real_->undo_to(size); }

  void explain(Literal fact, std::uint64_t payload, const Domains& before,
               Premises& out) const override {
    Premises premises;
    real_->explain(fact, payload, before, premises);
    tell(premises, fact, payload, before);
    out.insert(out.end(), premises.begin(), premises.end());
    // Analysis may ask for less than was inferred.
    if (fact.bound - 1 <= before.lower(fact.var)) return;
    const Value less = walk_.case_.random().between(before.lower(fact.var) + 1, fact.bound - 1);
    Premises weaker;
    real_->explain({fact.var, less}, payload, before, weaker);
    tell(weaker, Literal{fact.var, less}, payload, before);
  }
  void explain_conflict(std::uint64_t payload, const Domains& now, Premises& out) const override {
    real_->explain_conflict(payload, now, out);
    tell(out, std::nullopt, payload, now);
  }

 private:
  void tell(const Premises& premises, std::optional<Literal> fact, std::uint64_t payload,
            const Domains& before) const {
    const bool at_root = walk_.engine_.level() == 0;
    const engine::Box root = at_root ? walk_.root_now() : walk_.root_;
    walk_.judge_({*real_, checker_, premises, fact, payload, before, root});
  }

  RandomWalk& walk_;
  std::unique_ptr<engine::Propagator> real_;
  const engine::InferenceChecker& checker_;
};

RandomWalk::RandomWalk(RetentionCase& retention_case, Constraint constraint, Company company,
                       Judge judge)
    : case_(retention_case), constraint_(constraint), company_(company), judge_(std::move(judge)) {
  case_.declare_variables(engine_);
  Posted posted = make(constraint, case_.model(), domains());
  if (posted.needed != nullptr) add(std::move(*posted.needed), engine_);
  std::unique_ptr<engine::InferenceChecker> checker = std::move(posted.checker);
  judged_ = posted.propagator.get();
  auto watched = std::make_unique<Watched>(*this, std::move(posted), *checker);
  engine_.add(std::move(watched), std::move(checker));
  if (company == Company::order && constraint != Constraint::order) {
    add(make(Constraint::order, case_.model(), domains()), engine_);
  }
  propagate();
}

void RandomWalk::decide(Literal literal) {
  if (engine_.level() == 0) root_ = root_now();
  engine_.decide(literal);
}

// A conflict at the root has to be learned from, which refutes all.
void RandomWalk::propagate() {
  outcome_ = engine_.propagate();
  if (outcome_ == Outcome::conflict && engine_.level() == 0) engine_.learn();
}

void RandomWalk::step() {
  base::Random& random = case_.random();
  std::vector<Var> open;
  for (std::size_t i = 0; i < case_.num_variables(); ++i) {
    if (!domains().is_fixed(Var(2 * i))) open.push_back(Var(2 * i));
  }
  if (outcome_ == Outcome::conflict && random.chance(0.5)) {
    engine_.learn();
  } else if (outcome_ == Outcome::conflict || open.empty() || random.chance(0.1)) {
    if (engine_.level() > 0) engine_.backtrack(random.below(engine_.level()));
  } else {
    Var var = open[random.below(open.size())];
    // The cover has something to say only while little duration is left.
    const Var duration = case_.model().duration;
    if (constraint_ == Constraint::cover && !domains().is_fixed(duration) && random.chance(0.3)) {
      var = duration;
    }
    const Value above = random.between(domains().lower(var) + 1, domains().upper(var));
    const Literal split = engine::at_least(var, above);
    decide(random.chance(0.5) ? split : ~split);
  }
  if (!over()) propagate();
}

bool RandomWalk::decide_all(const Assignment& values) {
  if (over()) return false;
  engine_.backtrack(0);
  std::vector<Literal> literals;
  for (std::size_t i = 0; i < values.size(); ++i) {
    literals.push_back(engine::at_least(Var(2 * i), values[i]));
    literals.push_back(engine::at_most(Var(2 * i), values[i]));
  }
  case_.random().shuffle(literals);
  for (const Literal literal : literals) {
    if (domains().is_false(literal)) return false;
    if (domains().is_true(literal)) continue;
    decide(literal);
    propagate();
    if (!at_fixpoint()) return false;
  }
  return true;
}

std::vector<Value> RandomWalk::bounds() const {
  std::vector<Value> lower;
  for (std::size_t raw = 0; raw < 2 * case_.num_variables(); ++raw) {
    lower.push_back(domains().lower(Var(raw)));
  }
  return lower;
}

std::optional<std::vector<Value>> RandomWalk::fixpoint_from_scratch() const {
  Engine first, fresh;
  case_.declare_variables(first);
  for (std::size_t i = 0; i < case_.num_variables(); ++i) {
    fresh.new_variable(domains().lower(Var(2 * i)), domains().upper(Var(2 * i)));
  }
  add(make(constraint_, case_.model(), first.domains()), fresh);
  if (company_ == Company::order) {
    add(make(Constraint::order, case_.model(), first.domains()), fresh);
  }
  if (fresh.propagate() == Outcome::conflict) return std::nullopt;
  std::vector<Value> lower;
  for (std::size_t raw = 0; raw < 2 * case_.num_variables(); ++raw) {
    lower.push_back(fresh.domains().lower(Var(raw)));
  }
  return lower;
}

}  // namespace moccasin::test
