// SPDX-License-Identifier: Apache-2.0
#include "search/cdcl/kept_solver.h"

#include <algorithm>

#include "search/cdcl/closure_checker.h"

namespace moccasin::search {

using engine::at_least;
using engine::at_most;
using engine::Literal;
using engine::Value;

KeptSolver::KeptSolver(const CompiledGraph& graph) : graph_(graph), copies_(graph.num_ops(), 2) {
  // Limits of few copies are modelled as they are; two, and jokers, for any number.
  constexpr std::int32_t kMostModelled = 3;
  for (const Op op : graph.ops()) {
    if (graph.copies_allowed(op) <= kMostModelled) copies_[op] = graph.copies_allowed(op);
  }
  build();
}

void KeptSolver::build() {
  if (engine_ != nullptr) {
    work_before_ += statistics().ticks;
    conflicts_before_ += statistics().conflicts;
  }
  closure_brancher_.reset();
  encoding_.reset();
  engine_ = std::make_unique<engine::Engine>();
  encoding_ = std::make_unique<encoding::Encoding>(graph_, copies_, *engine_);
  brancher_ = std::make_unique<ActivityBrancher>(encoding_->decisions(),
                                                 engine_->domains().num_variables());
  engine_->impose(at_least(encoding_->duration(), lower_));
  if (has_schedule()) {
    engine_->impose(at_most(encoding_->duration(), upper_ - 1));
  }
  for (const auto& [op, again] : fixings_) impose_fixing(op, again);
  if (closure_) add_closure();
}

// To prove that there is no schedule: nothing is recomputed and nothing is kept, which cannot be.
std::vector<Value> KeptSolver::lowest_values() const {
  std::vector<Value> values(engine_->domains().num_variables(), 0);
  for (const propagators::Run& run : encoding_->model().runs) {
    values[run.stage.value() / 2] = run.never;
  }
  return values;
}

void KeptSolver::learn_of(const Steps& steps) {
  std::int64_t duration = 0;
  for (const Op op : steps) duration += graph_.duration(op);
  for (const Op op : graph_.ops()) duration -= graph_.duration(op);
  if (state_ != State::open || duration / encoding_->duration_unit() >= upper_) return;
  base::IndexedVector<Op, std::int32_t> runs(graph_.num_ops(), 0);
  bool grown = false;
  for (const Op op : steps) {
    if (++runs[op] <= copies_[op]) continue;
    copies_[op] = runs[op];
    grown = true;
  }
  if (grown) build();
  set_upper(duration / encoding_->duration_unit(), steps);
}

void KeptSolver::set_upper(std::int64_t upper, Steps steps) {
  upper_ = upper;
  steps_ = std::move(steps);
  if (upper_ <= lower_) state_ = State::optimal;
  engine_->impose(at_most(encoding_->duration(), upper_ - 1));
}

void KeptSolver::raise_lower(std::int64_t lower) {
  lower_ = lower;
  engine_->impose(at_least(encoding_->duration(), lower_));
  if (lower_ >= upper_) state_ = State::optimal;
}

void KeptSolver::learn_of_bound(std::int64_t ticks) {
  const std::int64_t unit = encoding_->duration_unit();
  const std::int64_t lower = std::min((ticks + unit - 1) / unit, upper_);
  if (state_ == State::open && lower > lower_) raise_lower(lower);
}

void KeptSolver::learn_of_fixing(Op op, bool again) {
  if (state_ != State::open) return;
  fixings_.emplace_back(op, again);
  impose_fixing(op, again);
}

void KeptSolver::impose_fixing(Op op, bool again) {
  const propagators::RetentionModel& model = encoding_->model();
  const propagators::RunIndex copy = model.runs[model.first_run(op.value())].next_copy;
  if (!copy.valid()) return;  // it runs once only in any case; or must, and cannot
  const Literal takes_place = model.takes_place(copy);
  engine_->impose(again ? takes_place : ~takes_place);
}

void KeptSolver::learn_of_closure(ClosureStart start) {
  if (closure_ || state_ != State::open) return;
  closure_ = std::move(start);
  add_closure();
}

void KeptSolver::add_closure() {
  constexpr std::size_t kMostNodes = 40'000;  // a cut at each decision is to take little time
  const auto model = std::make_shared<ClosureModel>(*encoding_, graph_, *closure_);
  if (model->make_network().num_nodes() > kMostNodes) return;
  auto propagator = std::make_unique<ClosurePropagator>(model, closure_->root);
  closure_brancher_ =
      std::make_unique<ClosureBrancher>(*engine_, *propagator, model->choices(), *brancher_);
  engine_->backtrack(0);
  engine_->add(std::move(propagator), std::make_unique<ClosureChecker>(model));
}

// The engine's domains hold a solution.
void KeptSolver::take(const OnBetter& on_better) {
  const engine::Domains solution = engine_->domains();
  const std::vector<Op> jokers = encoding_->jokers_used(solution);
  if (!jokers.empty()) return add_copies(jokers);
  set_upper(solution.lower(encoding_->duration()), encoding_->decode(solution));
  on_better(steps_);
}

void KeptSolver::add_copies(const std::vector<Op>& ops) {
  for (const Op op : ops) ++copies_[op];
  build();
}

std::int64_t KeptSolver::target() const {
  if (!has_schedule()) return engine_->domains().upper(encoding_->duration());
  const auto gap = static_cast<double>(upper_ - 1 - lower_);
  return whole_ ? upper_ - 1 : lower_ + static_cast<std::int64_t>(gap * reach_);
}

// After a solution with jokers the next attempt is in a new engine: as if it had been stopped.
void KeptSolver::aim(CdclResult result, std::int64_t upper_before) {
  constexpr double kNearest = 1e-3, kFarthest = 0.9;
  const bool out_of_conflicts = result == CdclResult::stopped;
  const bool needs_jokers = result == CdclResult::solution && upper_ == upper_before;
  const bool stopped = out_of_conflicts || needs_jokers;
  if (whole_) {
    if (out_of_conflicts) attempt_ += attempt_ / 2;
    whole_ = !stopped || !has_schedule();
  } else {
    reach_ = std::clamp(stopped ? reach_ / 2 : 2 * reach_, kNearest, kFarthest);
    whole_ = true;
  }
}

KeptSolver::State KeptSolver::prove(const Stop& stop, const OnBetter& on_better) {
  const std::uint64_t began = work();
  while (state_ == State::open && !stop(work() - began)) {
    const std::int64_t aimed = target(), upper = upper_;
    engine_->assume({at_most(encoding_->duration(), aimed)});
    brancher_->guide(lowest_values());
    const std::uint64_t last = statistics().conflicts + (whole_ ? attempt_ : attempt_ / kPart);
    Brancher& brancher = closure_brancher_ ? static_cast<Brancher&>(*closure_brancher_)
                                           : static_cast<Brancher&>(*brancher_);
    const CdclOutcome outcome = cdcl(*engine_, brancher, restart_, [&] {
      return statistics().conflicts >= last || stop(work() - began);
    });
    if (outcome.result == CdclResult::solution) {
      take(on_better);
    } else if (outcome.result == CdclResult::refuted) {
      state_ = has_schedule() ? State::optimal : State::infeasible;
      lower_ = std::max(lower_, has_schedule() ? upper_ : aimed);
    } else if (outcome.result == CdclResult::assumptions) {
      raise_lower(aimed + 1);
    } else if (statistics().conflicts < last) {
      break;  // stopped from outside: the next call goes on
    }
    aim(outcome.result, upper);
  }
  return state_;
}

KeptSolver::Window KeptSolver::search_window(const std::vector<char>& freed,
                                             std::uint64_t conflicts,
                                             const std::function<bool()>& stop,
                                             const OnBetter& on_better) {
  std::vector<Value> known = encoding_->encode(steps_);
  std::vector<Literal> assumptions = {at_most(encoding_->jokers(), 0)};
  for (const engine::Var stage : encoding_->decisions()) {
    const propagators::RunIndex run = encoding_->run_of_stage(stage);
    if (freed[encoding_->op_of(run).value()] != 0) continue;
    const Value value = known[stage.value() / 2];
    assumptions.push_back(at_least(stage, value));
    assumptions.push_back(at_most(stage, value));
  }
  engine_->assume(std::move(assumptions));
  const std::uint64_t last = statistics().conflicts + conflicts;
  brancher_->guide(std::move(known));
  const CdclOutcome outcome = cdcl(*engine_, *brancher_, restart_,
                                   [&] { return statistics().conflicts >= last || stop(); });
  switch (outcome.result) {
    case CdclResult::solution:
      take(on_better);
      return Window::improved;
    case CdclResult::refuted:
      state_ = State::optimal;
      lower_ = upper_;
      return Window::exhausted;
    case CdclResult::assumptions:
      return Window::exhausted;
    case CdclResult::stopped:
      break;
  }
  return Window::gave_up;
}

}  // namespace moccasin::search
