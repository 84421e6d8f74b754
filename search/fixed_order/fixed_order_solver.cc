// SPDX-License-Identifier: Apache-2.0
#include "search/fixed_order/fixed_order_solver.h"

#include <algorithm>
#include <utility>

namespace moccasin::search {

using engine::at_least;
using engine::at_most;
using engine::Literal;
using engine::Value;

namespace {

// Where no more than so many copies are allowed, all are modelled; else as many as schedules have
// needed so far, since each copy adds variables and constraints.
constexpr std::int32_t kFew = 3;
// An attempt at a part is so many times longer, in a new engine, or shorter, in the old one, than
// the next at the whole (decision 014). That has no more conflicts than kLongest, so that nothing
// overflows.
constexpr std::uint64_t kLong = 4, kShort = 4, kLongest = std::uint64_t{1} << 40;
// The part of the gap that is aimed at: no smaller than can move the bound, nor the whole again. It
// grows after an answer and shrinks after a failure, more in a new engine, where an attempt in vain
// costs far more than an answer. None of these numbers has been measured by itself.
constexpr double kNearest = 1e-3, kFarthest = 0.9;
constexpr double kFarther = 2, kNearer = 2, kNearerInNew = 4;

FixedOrderSolver::Effort effort_of(const FixedOrderEngine& engine) {
  const engine::Statistics& of = engine.statistics();
  return {.ticks = of.ticks,
          .conflicts = of.conflicts,
          .decisions = of.decisions,
          .propagations = of.propagations};
}

}  // namespace

void FixedOrderSolver::Effort::add(const Effort& other) {
  ticks += other.ticks;
  conflicts += other.conflicts;
  decisions += other.decisions;
  propagations += other.propagations;
  parts += other.parts;
}

FixedOrderSolver::FixedOrderSolver(const CompiledGraph& graph, std::int32_t copies, Pace pace)
    : graph_(graph), pace_(pace), copies_(graph.num_ops(), copies), attempt_(pace.first_attempt) {
  for (const Op op : graph.ops()) {
    if (graph.copies_allowed(op) <= kFew) copies_[op] = graph.copies_allowed(op);
  }
  renew_whole();
}

void FixedOrderSolver::renew_whole() {
  if (whole_ != nullptr) before_.add(effort_of(*whole_));
  whole_.reset();  // its memory first
  whole_ = std::make_unique<FixedOrderEngine>(graph_, copies_, facts_);
}

// What a part's engine has learned goes with it: of a duration far below the whole's it says much
// that is of no use there.
void FixedOrderSolver::drop_part() {
  if (part_ != nullptr) before_.add(effort_of(*part_));
  part_.reset();
}

// The encoding changes, so nothing that was learned can stay, and an attempt begins anew.
void FixedOrderSolver::add_copies(const std::vector<Op>& ops) {
  for (const Op op : ops) ++copies_[op];
  drop_part();
  renew_whole();
  left_ = 0;
}

FixedOrderSolver::Effort FixedOrderSolver::effort() const {
  Effort effort = before_;
  effort.add(effort_of(*whole_));
  if (part_ != nullptr) effort.add(effort_of(*part_));
  return effort;
}

// A schedule from elsewhere may run an operation more often than is modelled: then more copies are,
// for a window is searched around it.
void FixedOrderSolver::set_incumbent(const Steps& steps) {
  std::int64_t duration = 0;
  for (const Op op : steps) duration += graph_.duration(op);
  for (const Op op : graph_.ops()) duration -= graph_.duration(op);
  const std::int64_t unit = encoding().duration_unit();
  if (state_ != State::open || duration / unit >= facts_.upper) return;
  base::IndexedVector<Op, std::int32_t> runs(graph_.num_ops(), 0);
  std::vector<Op> more;
  for (const Op op : steps) {
    if (++runs[op] > copies_[op]) more.push_back(op);
  }
  if (!more.empty()) add_copies(more);
  set_upper(duration / unit, steps);
}

void FixedOrderSolver::set_upper(std::int64_t upper, Steps steps) {
  MOCCASIN_ASSERT(upper < facts_.upper);
  facts_.upper = upper;
  steps_ = std::move(steps);
  if (facts_.upper <= facts_.lower) state_ = State::optimal;
  tell([&](FixedOrderEngine& engine) { engine.lower_upper(upper); });
}

void FixedOrderSolver::raise_lower(std::int64_t lower) {
  if (state_ != State::open || lower <= facts_.lower) return;
  facts_.lower = lower;
  tell([&](FixedOrderEngine& engine) { engine.raise_lower(lower); });
  if (facts_.lower >= facts_.upper) state_ = State::optimal;
}

// An engine has refuted everything faster than what is known.
void FixedOrderSolver::nothing_left() {
  state_ = !encoding().whole() ? State::gave_up
           : has_schedule()    ? State::optimal
                               : State::infeasible;
  if (state_ == State::optimal) facts_.lower = facts_.upper;
}

// A bound is rounded up to whole units, since all durations are multiples of one.
void FixedOrderSolver::import_bound(std::int64_t ticks) {
  const std::int64_t unit = encoding().duration_unit();
  raise_lower(std::min((ticks + unit - 1) / unit, facts_.upper));
}

void FixedOrderSolver::import_fixing(Op op, Again again) {
  MOCCASIN_ASSERT(again != Again::open);
  if (state_ != State::open) return;
  facts_.fixings.emplace_back(op, again);
  tell([&](FixedOrderEngine& engine) { engine.fix(op, again); });
}

void FixedOrderSolver::import_closure(ClosureStart start) {
  if (state_ != State::open) return;
  const bool first = !facts_.closure;
  facts_.closure.emplace(std::move(start));
  if (!first) return;
  tell([&](FixedOrderEngine& engine) { engine.add_closure(*facts_.closure); });
}

// A solution has been found.
void FixedOrderSolver::take(const FixedOrderEngine& engine, const OnBetter& on_better) {
  const engine::Domains solution = engine.solution();
  const std::vector<Op> surrogates = engine.encoding().surrogates_used(solution);
  if (!surrogates.empty()) return add_copies(surrogates);
  set_upper(solution.lower(engine.encoding().duration()), engine.encoding().decode(solution));
  on_better(steps_);
}

// Without a schedule any will do. At a part of the gap, a refutation raises the bound that far, and
// a solution lowers the gap by the rest.
std::int64_t FixedOrderSolver::target() const {
  if (!has_schedule()) return INT64_MAX;
  const auto gap = static_cast<double>(facts_.upper - 1 - facts_.lower);
  return aims_at_whole_ ? facts_.upper - 1
                        : facts_.lower + static_cast<std::int64_t>(gap * gap_fraction_);
}

// An attempt at a part is short as long as the whole may soon be done.
void FixedOrderSolver::begin_attempt() {
  drop_part();
  left_ = attempt_;
  if (aims_at_whole_) return;
  if (attempt_ <= pace_.patience) {
    left_ = std::max<std::uint64_t>(left_ / kShort, 1);
  } else {
    part_ = std::make_unique<FixedOrderEngine>(graph_, copies_, facts_);
    ++before_.parts;
    left_ *= kLong;
  }
}

// An attempt at the whole that ran out of conflicts is longer the next time, as with restarts, and
// a part comes in between; while it is answered, by better and better schedules, it goes on.
void FixedOrderSolver::aim_after_whole(Ended ended) {
  if (ended == Ended::out_of_conflicts) {
    attempt_ = std::min(attempt_ + (attempt_ + 1) / 2, kLongest);
  }
  aims_at_whole_ = ended == Ended::answered || !has_schedule();
}

// An answer makes the part larger, a failure smaller: so it stays near what the attempts can do.
void FixedOrderSolver::aim_after_part(Ended ended, InEngine in) {
  const double nearer = in == InEngine::old ? kNearer : kNearerInNew;
  const bool answered = ended == Ended::answered;
  gap_fraction_ =
      std::clamp(answered ? kFarther * gap_fraction_ : gap_fraction_ / nearer, kNearest, kFarthest);
  aims_at_whole_ = in == InEngine::old || ended == Ended::out_of_conflicts;
}

// A share ends it at a fixpoint only: the next begins at the root, and what was half done is lost.
bool FixedOrderSolver::ended(const Share& share) {
  return (share.used_up() && engine().at_fixpoint()) || share.meter().ended();
}

// Each attempt asks whether there is a schedule of at most the target. Yes lowers the upper bound,
// no raises the lower one, and out of conflicts says nothing but that it is hard. An attempt that
// the share's end interrupts keeps the conflicts it has left; the engine keeps what it has learned.
FixedOrderSolver::State FixedOrderSolver::prove(Share& share, const OnBetter& on_better) {
  while (state_ == State::open && !ended(share)) {
    if (left_ == 0) begin_attempt();
    const std::int64_t aimed = target(), upper = facts_.upper;
    const std::uint64_t before = effort().conflicts;
    const CdclResult result = engine().refute(aimed, left_, share).result;
    const std::uint64_t conflicts = effort().conflicts - before;
    if (result == CdclResult::stopped && conflicts < left_) {
      left_ -= conflicts;  // stopped from outside: the next call goes on
      break;
    }
    left_ = 0;
    const InEngine in = part_ == nullptr ? InEngine::old : InEngine::new_one;
    if (result == CdclResult::solution) take(engine(), on_better);
    if (result == CdclResult::assumptions) raise_lower(aimed + 1);
    if (result == CdclResult::refuted) nothing_left();
    const Ended ended = result == CdclResult::stopped ? Ended::out_of_conflicts
                        : result == CdclResult::solution && facts_.upper == upper
                            ? Ended::needs_copies
                            : Ended::answered;
    if (aims_at_whole_) {
      aim_after_whole(ended);
    } else {
      aim_after_part(ended, in);
    }
  }
  return state_;
}

// All runs but those of freed operations are assumed in their stages; ends of retentions stay open,
// since propagation finds them. Assumptions are no facts, so the engine can be asked about the next
// window, and what it learned in this one holds there too. Where none of the assumptions is needed
// to refute the window, nothing faster exists at all.
FixedOrderSolver::Window FixedOrderSolver::search_window(const std::vector<char>& freed,
                                                         std::uint64_t conflicts, Meter& meter,
                                                         const OnBetter& on_better) {
  const encoding::Encoding& encoding = whole_->encoding();
  std::vector<Value> known = encoding.encode(steps_);
  std::vector<Literal> assumptions = {at_most(encoding.surrogates(), 0)};
  for (const engine::Var stage : encoding.decisions()) {
    const propagators::RunIndex run = encoding.run_of_stage(stage);
    if (freed[encoding.op_of(run).value()] != 0) continue;
    const Value value = known[stage.value() / 2];
    assumptions.push_back(at_least(stage, value));
    assumptions.push_back(at_most(stage, value));
  }
  Share to_its_end(meter, Meter::kUnlimited);
  switch (
      whole_->look_near(std::move(known), std::move(assumptions), conflicts, to_its_end).result) {
    case CdclResult::solution:
      take(*whole_, on_better);
      return Window::improved;
    case CdclResult::refuted:
      nothing_left();
      return Window::exhausted;
    case CdclResult::assumptions:
      return Window::exhausted;
    case CdclResult::stopped:
      break;
  }
  return Window::gave_up;
}

}  // namespace moccasin::search
