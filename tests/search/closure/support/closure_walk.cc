// SPDX-License-Identifier: Apache-2.0
#include "tests/search/closure/support/closure_walk.h"

#include <utility>
#include <vector>

#include "propagators/post.h"
#include "search/closure/closure_checker.h"

namespace moccasin::test {

using engine::Domains;
using engine::Literal;
using engine::Outcome;
using engine::Premises;
using engine::Value;
using engine::Var;

// Forwards to the real propagator and tells the judge what it says.
class ClosureWalk::Watched final : public engine::Propagator {
 public:
  Watched(ClosureWalk& walk, std::unique_ptr<search::ClosurePropagator> real)
      : walk_(walk), real_(std::move(real)) {}

  [[nodiscard]] std::string_view name() const override { return real_->name(); }
  [[nodiscard]] engine::Priority priority() const override { return real_->priority(); }
  void attach(engine::Subscriptions& wake) override { real_->attach(wake); }
  Outcome propagate(engine::Inference& infer) override { return real_->propagate(infer); }
  [[nodiscard]] engine::Hint hint(std::uint64_t payload) const override {
    return real_->hint(payload);
  }
  void undo_to(engine::Position size) override { real_->undo_to(size); }

  void explain(Literal fact, std::uint64_t payload, const Domains& before,
               Premises& out) const override {
    Premises premises;
    real_->explain(fact, payload, before, premises);
    tell(premises, fact, payload, before);
    out.insert(out.end(), premises.begin(), premises.end());
  }
  void explain_conflict(std::uint64_t payload, const Domains& now, Premises& out) const override {
    real_->explain_conflict(payload, now, out);
    tell(out, std::nullopt, payload, now);
  }

 private:
  void tell(const Premises& premises, std::optional<Literal> fact, std::uint64_t payload,
            const Domains& before) const {
    const bool at_root = walk_.engine_.level() == 0;
    const engine::Box root = at_root ? walk_.box() : walk_.root_;
    walk_.judge_({*real_, walk_.checker(), premises, fact, payload, before, root});
  }

  ClosureWalk& walk_;
  const std::unique_ptr<search::ClosurePropagator> real_;
};

ClosureWalk::ClosureWalk(ClosureCase& closure_case, const search::ClosureStart& start, Value most,
                         Company company, Judge judge)
    : case_(closure_case),
      judge_(std::move(judge)),
      model_(std::make_shared<search::ClosureModel>(case_.encoding(), case_.graph(), start)) {
  case_.declare_variables(engine_);
  impose_fixings(start, case_.encoding(), engine_);
  engine_.impose(engine::at_most(case_.encoding().duration(), most));
  if (over()) return;
  if (company == Company::all) propagators::post_all(case_.model(), engine_);
  auto closure = std::make_unique<search::ClosurePropagator>(model_, start.root);
  auto checker = std::make_unique<search::ClosureChecker>(case_.encoding(), case_.graph(), start);
  closure_ = closure.get();
  checker_ = checker.get();
  engine_.add(std::make_unique<Watched>(*this, std::move(closure)), std::move(checker));
  propagate();
}

void ClosureWalk::decide(Literal literal) {
  if (engine_.level() == 0) root_ = box();
  engine_.decide(literal);
}

// A conflict at the root has to be learned from, which refutes all.
void ClosureWalk::propagate() {
  outcome_ = engine_.propagate();
  if (outcome_ == Outcome::conflict && engine_.level() == 0) engine_.learn();
}

// Of stages and the duration only: the closure knows of nothing else.
std::optional<Literal> ClosureWalk::random_decision() {
  base::Random& random = case_.random();
  std::vector<Var> open;
  for (const Var var : case_.encoding().decisions()) {
    if (!domains().is_fixed(var)) open.push_back(var);
  }
  const Var duration = case_.encoding().duration();
  if (!domains().is_fixed(duration) && random.chance(0.3)) open.assign(1, duration);
  if (open.empty()) return std::nullopt;
  const Var var = open[random.below(open.size())];
  const Value above = random.between(domains().lower(var) + 1, domains().upper(var));
  const Literal split = engine::at_least(var, above);
  if (followed_ != nullptr && random.chance(0.9)) return holds(split, *followed_) ? split : ~split;
  return random.chance(0.5) ? split : ~split;
}

void ClosureWalk::step() {
  base::Random& random = case_.random();
  const std::optional<Literal> decision = at_fixpoint() ? random_decision() : std::nullopt;
  if (!at_fixpoint() && learns_ && random.chance(0.5)) {
    engine_.learn();
  } else if (!decision || random.chance(0.1)) {
    if (engine_.level() > 0) engine_.backtrack(random.below(engine_.level()));
  } else {
    decide(*decision);
  }
  if (!over()) propagate();
}

bool ClosureWalk::conflicts_after(Literal literal) {
  const engine::Level level = engine_.level();
  decide(literal);
  const bool conflict = engine_.propagate() == Outcome::conflict;
  engine_.backtrack(level);
  propagate();
  return conflict;
}

}  // namespace moccasin::test
