// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/solver.h"

#include <algorithm>
#include <new>
#include <utility>
#include <vector>

#include "base/assert.h"
#include "model/floor.h"
#include "model/verify.h"
#include "search/bound/certify.h"
#include "search/portfolio/rounds.h"
#include "search/portfolio/sequences.h"
#include "search/portfolio/techniques.h"

namespace moccasin::search {
namespace {

// Whether the base order is the only sequence in scope.
bool nothing_to_decide(const model::Problem& problem) {
  if (problem.order == model::Order::free) return false;
  const auto ops = problem.graph->operations();
  return std::all_of(ops.begin(), ops.end(),
                     [&](model::OpIndex op) { return problem.copies_allowed(op) == 1; });
}

model::Certificate trivial_certificate(const model::Problem& problem) {
  return {.order = problem.order,
          .max_copies = problem.max_copies,
          .budget = problem.budget,
          .bound = problem.graph->base_duration(),
          .split = {},
          .proof = {}};
}

// Whoever says stop ends the making of a certificate, and so does the limit of memory; limits of
// time and work do not, as they are mostly used up by then.
class CertificateWatch final : public Meter::Watch {
 public:
  CertificateWatch(Observer& observer, std::uint64_t work) : observer_(observer), work_(work) {}
  StopReason look(const Meter&) override {
    observer_.report(work_, "certificate");
    return observer_.stopped();
  }

 private:
  Observer& observer_;
  const std::uint64_t work_;
};

// A certificate of what the closure has proved; nothing if somebody says stop.
std::optional<model::Certificate> certificate_of(const model::Problem& problem,
                                                 const Rounds& rounds, Observer& observer) {
  const ClosureBound* const closure = rounds.snapshot().closure;
  if (closure == nullptr || !closure->proof()) return std::nullopt;
  const Limits none;
  CertificateWatch watch(observer, rounds.work());
  Meter meter(none, watch);
  return certify(problem, *closure->proof(), meter);
}

// There are two compilations of one problem where the order is free: the bound does without tensors
// of no size, while moves that change the order have to see that they are read.
struct Compiled {
  explicit Compiled(const model::Problem& problem) : graph(problem) {
    if (problem.order == model::Order::free) {
      free_graph.emplace(problem, CompiledGraph::Empty::kept);
    }
  }
  [[nodiscard]] const CompiledGraph& annealed() const { return free_graph ? *free_graph : graph; }

  CompiledGraph graph;
  std::optional<CompiledGraph> free_graph;
};

}  // namespace

// The rounds, and the graphs that their techniques work on.
struct Solver::CompiledRounds {
  template <class... Arguments>
  explicit CompiledRounds(std::unique_ptr<Compiled> graphs, Arguments&&... arguments)
      : compiled(std::move(graphs)), rounds(std::forward<Arguments>(arguments)...) {}

  const std::unique_ptr<const Compiled> compiled;
  Rounds rounds;
};

Solver::Solver(const model::Problem& problem, SolveOptions options, InnerSolve inner)
    : problem_(problem), options_(std::move(options)), inner_(inner) {
  if (options_.arena > 0) placer_.emplace(problem_, options_.arena);
}

Solver::~Solver() = default;

// For schedules that may break a rule without anybody being wrong: one that fits is offered, one
// that breaks no rule but the budget tells how low the search came.
void Solver::offer_or_note(model::Schedule schedule, std::string_view found_by) {
  const model::Verdict verdict = model::verify(problem_, schedule);
  if (!verdict.in_scope()) return;
  if (verdict.valid() && !placer_) {
    incumbent_.offer(std::move(schedule), found_by);
  } else if (verdict.valid() && offer_placed(schedule, found_by)) {
    return;
  } else if (!result_.nearest || verdict.peak < result_.least_peak) {
    result_.nearest = std::move(schedule);
    result_.least_peak = verdict.peak;
  }
}

// Only a schedule that constructions can place.
bool Solver::offer_placed(const model::Schedule& schedule, std::string_view found_by) {
  const Limits none;
  Meter meter(none);
  Placer::Outcome outcome =
      placer_->place(schedule, 0, Share(meter, placer_->quick_ticks(schedule)));
  if (!outcome.placement) return false;
  incumbent_.offer(schedule, std::move(outcome.placement), found_by);
  return true;
}

// Where no schedule was placed within the budget: the lowest arena of those that came near.
void Solver::note_least_arena() {
  std::vector<model::Schedule> near;
  if (result_.nearest) near.push_back(*result_.nearest);
  for (const Unplaced& unplaced : waiting_.all()) near.push_back(unplaced.schedule);
  for (model::Schedule& schedule : near) {
    const Limits none;
    Meter meter(none);
    const std::int64_t arena =
        placer_->least_arena(schedule, Share(meter, placer_->quick_ticks(schedule)));
    if (result_.least_arena > 0 && arena >= result_.least_arena) continue;
    result_.least_arena = arena;
    result_.least_peak = model::verify(problem_, schedule).peak;
    result_.nearest = std::move(schedule);
  }
}

// The base order is the first schedule, and its duration the first bound: every operation runs at
// least once. Below the floor nothing is searched, as no schedule of any scope fits there.
void Solver::begin() {
  offer_or_note(model::base_schedule(*problem_.graph), "base order");
  offer_or_note({options_.warm_start}, "warm start");
  if (options_.floor_of(*problem_.graph) > problem_.budget) {
    note_infeasible("floor");
    return;
  }
  searched_ = true;
  observer_.report(0, "base order");
  result_.stop = observer_.check(incumbent_.duration());
  if (result_.stop == StopReason::none) {
    result_.stop = options_.limits.reached(0, Meter::kUnlimited);
  }
  if (!incumbent_.exists() && nothing_to_decide(problem_)) note_infeasible("base order");
}

void Solver::note_infeasible(std::string_view by) {
  result_.status = Status::infeasible;
  result_.stop = StopReason::proved;
  result_.bound_by = by;
}

StopReason Solver::go_on(std::uint64_t work) {
  if (work > 0) options_.limits.work = work;
  if (!searched_ && result_.stop == StopReason::none) begin();
  const bool paused = result_.stop == StopReason::work && rounds_;
  if (paused || result_.stop == StopReason::none) guarded([this] { search(); });
  return result_.stop;
}

void Solver::search() {
  if (!rounds_) make_rounds();
  Rounds& rounds = rounds_->rounds;
  rounds.allow(options_.limits.work);
  result_.stop = rounds.run();
  if (const std::string_view by = rounds.snapshot().infeasible_by; !by.empty()) {
    result_.status = Status::infeasible;
    result_.bound_by = by;
  }
}

// What was found before memory ran out is no worse for it.
void Solver::guarded(const std::function<void()>& call) {
  try {
    call();
  } catch (const std::bad_alloc&) {
    rounds_.reset();
    result_.stop = StopReason::memory;
    observer_.report(0, "annealing");
  }
}

void Solver::make_rounds() {
  auto compiled = std::make_unique<Compiled>(problem_);
  const Placer* const placer = placer_ ? &*placer_ : nullptr;
  Portfolio portfolio =
      make_portfolio(problem_, options_, compiled->graph, compiled->annealed(), placer, inner_);
  // The caller's schedule, whether it fits or not, if it is a sequence in scope.
  const model::Schedule given{options_.warm_start};
  const bool starts = model::verify(problem_, given).in_scope();
  rounds_ = std::make_unique<CompiledRounds>(
      std::move(compiled), problem_, options_, incumbent_, bound_, observer_, placer,
      std::move(portfolio.techniques),
      starts ? to_steps(problem_, given) : std::move(portfolio.start));
}

void Solver::offer(const model::Schedule& schedule, std::string_view found_by) {
  const std::int64_t before = incumbent_.duration();
  offer_or_note(schedule, found_by);
  const std::int64_t duration = incumbent_.duration();
  if (duration < before && rounds_) rounds_->rounds.take(duration, to_steps(problem_, schedule));
}

std::uint64_t Solver::work() const { return rounds_ ? rounds_->rounds.work() : 0; }

model::Schedule Solver::nearest() const {
  if (!rounds_) return {};
  return to_schedule(problem_, rounds_->rounds.snapshot().nearest.steps);
}

SolveResult Solver::finish() {
  if (rounds_) guarded([this] { note_what_is_known(); });
  if (searched_) {
    if (result_.bound_by.empty()) result_.bound_by = bound_.by();
    result_.statistics.emplace_back("refused schedules", incumbent_.refused());
  }
  result_.bound = bound_.value();
  check_against_proofs();
  if (options_.certify && result_.status != Status::infeasible && !result_.certificate) {
    result_.certificate = trivial_certificate(problem_);
  }
  if (incumbent_.exists()) take_incumbent();
  if (placer_ && !incumbent_.exists()) note_least_arena();
  result_.seconds = options_.limits.elapsed();
  return std::move(result_);
}

void Solver::note_what_is_known() {
  const Rounds& rounds = rounds_->rounds;
  const Snapshot& known = rounds.snapshot();
  // It may fit after all: a schedule of free order is freed of runs that nobody reads.
  if (!incumbent_.exists() && !known.nearest.steps.empty()) {
    offer_or_note(to_schedule(problem_, known.nearest.steps), "annealing");
  }
  waiting_ = known.waiting;
  observer_.report(rounds.work(), "annealing");
  result_.work = rounds.work();
  result_.statistics = rounds.statistics();
  if (known.infeasible_by.empty() && options_.certify) {
    result_.certificate = certificate_of(problem_, rounds, observer_);
  }
}

// A schedule that was verified is what can be relied on: it has been looked at by code that shares
// nothing with the search. A bound above it, or a proof that there is none, is a bug; test builds
// stop here, and others give the schedule without the claim.
void Solver::check_against_proofs() {
  if (!incumbent_.exists()) return;
  if (result_.status != Status::infeasible && incumbent_.duration() >= result_.bound) return;
  MOCCASIN_ASSERT(!"a schedule that verify accepts contradicts a proof");
  result_.status = Status::feasible;
  result_.stop = StopReason::none;
  result_.bound = base_duration_;
  result_.bound_by = "base duration";
}

void Solver::take_incumbent() {
  Incumbent::Record record = incumbent_.record();
  result_.status = record.duration == result_.bound ? Status::optimal : Status::feasible;
  if (result_.status == Status::optimal) result_.stop = StopReason::proved;
  result_.schedule = std::move(record.schedule);
  result_.placement = std::move(record.placement);
  result_.duration = record.duration;
  result_.peak = result_.least_peak = record.peak;
  result_.nearest.reset();
  result_.least_arena = 0;
  result_.found_by = record.found_by;
  result_.first_solution_seconds = record.first_seconds;
  result_.best_seconds = record.seconds;
}

}  // namespace moccasin::search
