// SPDX-License-Identifier: Apache-2.0
#include "search/closure/closure_propagator.h"

#include <algorithm>
#include <utility>

namespace moccasin::search {

using engine::Domains;
using engine::Inference;
using engine::Literal;
using engine::Outcome;
using engine::Premises;

namespace {

// A trial is worth a minimum cut if the bundle promises so much of what is missing: fewer trials
// see less, more of them take the time of decisions. docs/measurements.md, "What each
// technique adds", has what the closure is worth in the engine; none of these numbers has been
// measured by itself.
constexpr double kWorthIt = 0.02;
constexpr int kMostTrials = 20;
// The bundle solves its program to this part of the goal: below what a trial is worth.
constexpr double kTolerance = 1e-4;
// A trial that gains most of what was promised may go farther next time. One that gains little of
// it does not move the centre, and the next is nearer.
constexpr double kMostGained = 0.5, kLittleGained = 0.1, kFarther = 2, kShorter = 0.7;
// Cuts kept, and of those that agree with what is decided, how many a trial looks at: it takes the
// longer the more there are.
constexpr std::size_t kCutsKept = 100, kCutsUsed = 40;

}  // namespace

ClosurePropagator::ClosurePropagator(std::shared_ptr<const ClosureModel> model,
                                     const ClosureNode& root)
    : model_(std::move(model)),
      choices_(model_->choices()),
      network_(model_->make_network()),
      choices_of_(model_->graph().num_ops()),
      prices_(root.prices),
      cut_prices_(root.prices.size(), 0),
      prox_parameter_(root.prox_parameter) {
  const auto& choices = network_.choices();
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (!choices[i].event.valid()) choices_of_[choices[i].op].push_back(i);
  }
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const bool open = !choices_of_[choices[i].op].empty();
    if (open && choices[i].event.valid()) choices_of_[choices[i].op].push_back(i);
  }
}

void ClosurePropagator::attach(engine::Subscriptions& wake) {
  if (network_.overfull()) return;
  const auto& runs = choices_.model().runs;
  for (const RunIndex run : runs.indices()) {
    if (run.value() >= model_->graph().num_ops()) wake.on_both(runs[run].stage, run.value());
  }
  wake.on_upper(choices_.model().duration, kDurationTag);
}

// Bounds of one run may make several choices: whether its operation runs again, and after which
// events. Each is forced in the network once and noted with its place on the trail.
void ClosurePropagator::take_in(RunIndex run, Inference& infer) {
  const Op op = choices_.op_of(run);
  const bool counted = std::any_of(extra_.begin(), extra_.end(),
                                   [run](const Extra& extra) { return extra.run == run; });
  if (run != choices_.first_copy(op) && !counted &&
      infer.domains().is_true(choices_.model().takes_place(run))) {
    extra_.push_back({run, infer.position()});
    extra_cost_ += model_->cost(run);
    changed_ = true;
  }
  for (const std::size_t choice : choices_of_[op]) {
    if (network_.choices()[choice].forced != Again::open) continue;
    const Again made = choices_.made(network_.choices()[choice], infer.domains());
    if (made == Again::open) continue;
    network_.force(choice, made);
    decided_.push_back({choice, infer.position()});
    changed_ = true;
  }
}

void ClosurePropagator::undo_to(engine::Position size) {
  for (; !decided_.empty() && decided_.back().position > size; decided_.pop_back()) {
    network_.force(decided_.back().choice, Again::open);
  }
  for (; !extra_.empty() && extra_.back().position > size; extra_.pop_back()) {
    extra_cost_ -= model_->cost(extra_.back().run);
  }
  while (!reasons_.empty() && reasons_.back().position > size) reasons_.pop_back();
}

Outcome ClosurePropagator::propagate(Inference& infer) {
  if (network_.overfull()) return Outcome::fine;
  for (const std::uint32_t tag : infer.changed()) {
    if (tag == kDurationTag) {
      changed_ = true;
    } else {
      take_in(RunIndex(tag), infer);
    }
  }
  if (!std::exchange(changed_, false)) return Outcome::fine;
  const std::uint64_t work = network_.work();
  limit_ = model_->cutoff(infer.domains().upper(choices_.model().duration));
  Outcome outcome = cut(prices_, infer);
  if (outcome == Outcome::fine) outcome = ascend(infer);
  infer.work(network_.work() - work);
  return outcome;
}

// Looks for prices with a higher bound while that may gain much of what is missing. Every cut is a
// linearization above the bound as a function of prices, and stays one whatever is decided, as long
// as the cut agrees with it: so the cuts of earlier calls say where to go before a new one is made.
// The trials are those of the proximal bundle at the root (search/bound/bundle.h).
Outcome ClosurePropagator::ascend(Inference& infer) {
  const auto goal = static_cast<double>(limit_ - extra_cost_);
  auto best = static_cast<double>(bound_);
  for (int i = 0; i < kMostTrials; ++i) {
    Bundle bundle = agreeing_cuts();
    const Bundle::Trial trial = bundle.trial(prices_, best, prox_parameter_, kTolerance * goal);
    const double predicted = trial.value - best;
    if (predicted < kWorthIt * (goal - best)) break;
    if (cut(trial.point, infer) == Outcome::conflict) {
      prices_ = trial.point;
      return Outcome::conflict;
    }
    const double gained = static_cast<double>(bound_) - best;
    if (gained >= kMostGained * predicted) prox_parameter_ *= kFarther;
    if (gained >= kLittleGained * predicted) {
      best += gained;
      prices_ = trial.point;
    } else {
      prox_parameter_ *= kShorter;
    }
  }
  return Outcome::fine;
}

Outcome ClosurePropagator::cut(const std::vector<double>& prices, Inference& infer) {
  for (std::size_t event = 0; event < prices.size(); ++event) {
    const auto highest = static_cast<double>(network_.highest(event));
    cut_prices_[event] =
        static_cast<ClosureNetwork::Price>(std::clamp(prices[event], 0.0, highest));
  }
  bound_ = network_.evaluate(cut_prices_);
  const std::int64_t surplus = bound_ + extra_cost_ - limit_ - 1;
  if (surplus >= 0) return infer.fail(give_reason(surplus, infer));
  keep_cut(prices);
  return fix(infer);
}

// Reduced-cost fixing, as at the root (search/bound/dual_ascent.cc). What the flow leaves of an
// operation's arc to the sink is the least by which the cut would rise if the operation ran again.
// Where that is too much, it runs once only in every schedule fast enough.
Outcome ClosurePropagator::fix(Inference& infer) {
  for (const CostVar cost_var : network_.open()) {
    const Op op = network_.cost_vars().op(cost_var);
    if (network_.choices()[choices_of_[op].front()].forced != Again::open) continue;
    const std::int64_t surplus =
        bound_ + network_.reduced_cost(cost_var) + extra_cost_ - limit_ - 1;
    const Literal again = choices_.runs_again(op);
    if (surplus < 0 || infer.domains().is_false(again) || infer.domains().is_true(again)) continue;
    if (infer.infer(~again, give_reason(surplus, infer)) == Outcome::conflict) {
      return Outcome::conflict;
    }
  }
  return Outcome::fine;
}

// What is decided, as far as it matters to the last cut. By duality the cut costs what flows. An
// arc that forces a choice and carries nothing could go at no loss; one that carries some could go
// at a loss of no more than that, since the rest of the flow is still a flow. That much is the
// choice's weight. A copy after the first weighs what it costs. Root facts are no premises.
std::vector<ClosurePropagator::Term> ClosurePropagator::weigh(const Domains& domains) const {
  std::vector<Term> terms;
  const auto add = [&](std::int64_t weight, Premises premises) {
    std::erase_if(premises, [&](Literal literal) { return domains.is_root_fact(literal); });
    if (premises.empty()) return;
    engine::Position since = 0;
    for (const Literal literal : premises) since = std::max(since, domains.since(literal));
    terms.push_back({weight, std::move(premises), since});
  };
  for (const Decided& decided : decided_) {
    const std::int64_t weight = network_.weight_of(decided.choice);
    if (weight == 0) continue;
    const ClosureNetwork::Choice& choice = network_.choices()[decided.choice];
    Premises premises;
    choices_.explain(choice, choice.forced, domains, premises);
    add(weight, std::move(premises));
  }
  for (const Extra& extra : extra_) {
    add(model_->cost(extra.run), {choices_.model().takes_place(extra.run)});
  }
  return terms;
}

// The reason is made when inferred: the flow it is read from is not kept. The cut costs `surplus`
// more than is needed, so terms are left out as long as their weights together are no more. The
// latest go first: what was decided early is shared by many conflicts, so that the clause jumps far
// and says much. What is left of the surplus allows for a longer duration.
std::uint64_t ClosurePropagator::give_reason(std::int64_t surplus, const Inference& infer) {
  const Domains& domains = infer.domains();
  std::vector<Term> terms = weigh(domains);
  std::stable_sort(terms.begin(), terms.end(),
                   [](const Term& a, const Term& b) { return a.since > b.since; });
  Reason reason{{}, {}, infer.position() + 1};
  if (infer.checking()) reason.prices = cut_prices_;
  for (const Term& term : terms) {
    if (term.weight <= surplus) {
      surplus -= term.weight;
    } else {
      reason.premises.insert(reason.premises.end(), term.premises.begin(), term.premises.end());
    }
  }
  const engine::Var duration = choices_.model().duration;
  reason.premises.push_back(
      engine::at_most(duration, domains.upper(duration) + model_->duration(surplus)));
  reasons_.push_back(std::move(reason));
  return reasons_.size() - 1;
}

void ClosurePropagator::explain(Literal /*fact*/, std::uint64_t payload, const Domains& /*before*/,
                                Premises& out) const {
  const Premises& premises = reasons_[payload].premises;
  out.insert(out.end(), premises.begin(), premises.end());
}

void ClosurePropagator::explain_conflict(std::uint64_t payload, const Domains& now,
                                         Premises& out) const {
  explain({}, payload, now, out);
}

// The cut as a linearization over the prices: one unit more of a price adds what memory exceeds the
// budget by at its event.
void ClosurePropagator::keep_cut(const std::vector<double>& prices) {
  Cut cut;
  cut.linearization.constant = static_cast<double>(bound_);
  for (std::size_t event = 0; event < prices.size(); ++event) {
    cut.linearization.subgradient.push_back(network_.excess(event));
    cut.linearization.constant -= prices[event] * network_.excess(event);
  }
  for (std::size_t i = 0; i < network_.choices().size(); ++i) {
    cut.chosen.push_back(network_.chosen(i) ? 1 : 0);
  }
  cuts_.push_back(std::move(cut));
  if (cuts_.size() > kCutsKept) cuts_.pop_front();
}

// The latest cuts that agree; never none, since the last one agrees but for what it pays to differ.
// One that chose otherwise than is decided now is a linearization of another function.
Bundle ClosurePropagator::agreeing_cuts() const {
  Bundle bundle;
  bundle.add(cuts_.back().linearization);
  for (auto cut = cuts_.rbegin() + 1; cut != cuts_.rend(); ++cut) {
    const bool agrees = std::all_of(decided_.begin(), decided_.end(), [&](const Decided& decided) {
      const bool again = network_.choices()[decided.choice].forced == Again::surely;
      return (cut->chosen[decided.choice] != 0) == again;
    });
    if (agrees) bundle.add(cut->linearization);
    if (bundle.linearizations().size() == kCutsUsed) break;
  }
  return bundle;
}

std::optional<Op> ClosurePropagator::dearest(const Domains& now) const {
  std::optional<Op> best;
  if (cuts_.empty()) return best;
  for (const CostVar cost_var : network_.open()) {
    const Op op = network_.cost_vars().op(cost_var);
    const Again forced = network_.choices()[choices_of_[op].front()].forced;
    if (forced != Again::open || !network_.is_paid(cost_var)) continue;
    const Literal again = choices_.runs_again(op);
    if (now.is_true(again) || now.is_false(again)) continue;
    if (!best || model_->graph().duration(op) > model_->graph().duration(*best)) best = op;
  }
  return best;
}

}  // namespace moccasin::search
