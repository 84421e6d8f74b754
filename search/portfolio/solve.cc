// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/solve.h"

#include <algorithm>
#include <new>

#include "base/assert.h"
#include "model/floor.h"
#include "model/verify.h"
#include "search/bound/certify.h"
#include "search/portfolio/incumbent.h"
#include "search/portfolio/observer.h"
#include "search/portfolio/slots.h"

namespace moccasin::search {
namespace {

// The caller's schedule, whether it fits or not, if the search can start from it: a sequence in
// scope. Else nothing.
std::vector<Op> start_sequence(const model::Problem& problem, const SolveOptions& options) {
  std::vector<Op> start;
  if (!model::verify(problem, {options.warm_start}).in_scope()) return start;
  for (const model::OpIndex op : options.warm_start) {
    start.emplace_back(problem.graph->base_position(op));
  }
  return start;
}

// For schedules that may break a rule without anybody being wrong: one that fits is offered, one
// that breaks no rule but the budget tells how low the search came.
void offer_or_note(const model::Problem& problem, model::Schedule schedule,
                   std::string_view found_by, Incumbent& incumbent, SolveResult& result) {
  const model::Verdict verdict = model::verify(problem, schedule);
  if (!verdict.in_scope()) return;
  if (verdict.valid()) {
    incumbent.offer(std::move(schedule), found_by);
  } else if (!result.nearest || verdict.peak < result.least_peak) {
    result.nearest = std::move(schedule);
    result.least_peak = verdict.peak;
  }
}

// Whether the base order is the only sequence in scope.
bool nothing_to_decide(const model::Problem& problem) {
  if (problem.order == model::Order::free) return false;
  const auto ops = problem.graph->operations();
  return std::all_of(ops.begin(), ops.end(),
                     [&](model::OpIndex op) { return problem.copies_allowed(op) == 1; });
}

std::vector<std::pair<std::string_view, std::int64_t>> statistics_of(const Slots& slots) {
  const auto number = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
  std::vector<std::pair<std::string_view, std::int64_t>> statistics = {
      {"proposals", number(slots.proposals())}, {"accepted", number(slots.accepted())}};
  if (const ExactSlot* const exact = slots.exact()) {
    FixedOrderSolver::Effort effort;
    std::uint64_t kept = 0;
    for (const FixedOrderSolver* const solver : {exact->prover(), exact->improver()}) {
      if (solver == nullptr) continue;
      effort.add(solver->effort());
      kept += solver->num_learned();
    }
    statistics.insert(statistics.end(),
                      {{"conflicts", number(effort.conflicts)},
                       {"decisions", number(effort.decisions)},
                       {"propagations", number(effort.propagations)},
                       {"nogoods kept", number(kept)},
                       {"windows", number(exact->windows().windows())},
                       {"windows that improved", number(exact->windows().improvements())}});
  }
  if (slots.closure() != nullptr && slots.closure()->closure() != nullptr) {
    const ClosureBound::Statistics closure = slots.closure()->closure()->statistics();
    statistics.insert(statistics.end(), {{"events beyond the budget", number(closure.violated)},
                                         {"events priced", number(closure.events)},
                                         {"minimum cuts", number(closure.flows)},
                                         {"closure nodes", number(closure.nodes)}});
  }
  if (const PolishSlot* const polish = slots.polish()) {
    statistics.insert(statistics.end(),
                      {{"orders polished", number(polish->attempts())},
                       {"orders polished that improved", number(polish->improvements())}});
  }
  return statistics;
}

model::Certificate trivial_certificate(const model::Problem& problem) {
  return {.order = problem.order,
          .max_copies = problem.max_copies,
          .budget = problem.budget,
          .bound = problem.graph->base_duration(),
          .split = {},
          .proof = {}};
}

// Of what the closure has proved; nothing if somebody says stop. Limits of time and work do not:
// they are mostly used up by now.
std::optional<model::Certificate> certificate_of(const model::Problem& problem, const Slots& slots,
                                                 Observer& observer) {
  if (slots.closure() == nullptr || slots.closure()->closure() == nullptr) return std::nullopt;
  const auto& proof = slots.closure()->closure()->proof();
  if (!proof) return std::nullopt;
  class Reporting : public Meter::Watch {
   public:
    Reporting(const Slots& slots, Observer& observer) : slots_(slots), observer_(observer) {}
    StopReason look(const Meter&) override {
      observer_.report(slots_.work(), "certificate");
      return observer_.stopped() ? StopReason::user : StopReason::none;
    }

   private:
    const Slots& slots_;
    Observer& observer_;
  };
  const Limits none;
  Reporting watch(slots, observer);
  Meter meter(none, watch);
  return certify(problem, slots.graph(), *proof, meter);
}

void search_in_slots(const model::Problem& problem, const SolveOptions& options,
                     Incumbent& incumbent, Bound& bound, Observer& observer, SolveResult& result) {
  Slots slots(problem, options, incumbent, bound, observer);
  result.stop = slots.run(start_sequence(problem, options));
  // It may fit after all: a schedule of free order is freed of runs that nobody reads.
  if (auto nearest = incumbent.exists() ? std::nullopt : slots.nearest()) {
    offer_or_note(problem, *std::move(nearest), "annealing", incumbent, result);
  }
  observer.report(slots.work(), "annealing");
  result.work = slots.work();
  result.statistics = statistics_of(slots);
  if (options.certify && !slots.infeasible()) {
    result.certificate = certificate_of(problem, slots, observer);
  }
  if (slots.infeasible()) {
    result.status = Status::infeasible;
    result.bound_by = "clause learning";
  }
}

}  // namespace

SolveResult solve(const model::Problem& problem, const SolveOptions& options) {
  const model::Graph& graph = *problem.graph;
  SolveResult result;
  Bound bound(graph.base_duration(), "base duration");  // every operation runs at least once
  Incumbent incumbent(problem, options.limits);
  offer_or_note(problem, model::base_schedule(graph), "base order", incumbent, result);
  offer_or_note(problem, {options.warm_start}, "warm start", incumbent, result);
  if (model::make_floor(graph).bytes > problem.budget) {
    result.status = Status::infeasible;
    result.stop = StopReason::proved;
    result.bound_by = "floor";
  } else {
    Observer observer(options, incumbent, bound);
    observer.report(0, "base order");
    result.stop = observer.poll(0, options.limits.work, incumbent.duration());
    if (!incumbent.exists() && nothing_to_decide(problem)) {
      result.status = Status::infeasible;
      result.stop = StopReason::proved;
      result.bound_by = "base order";
    }
    if (result.stop == StopReason::none) {
      try {
        search_in_slots(problem, options, incumbent, bound, observer, result);
      } catch (const std::bad_alloc&) {
        result.stop = StopReason::memory;  // what was found before is no worse for it
        observer.report(0, "annealing");
      }
    }
    if (result.bound_by.empty()) result.bound_by = bound.by();
    result.statistics.emplace_back("refused schedules", incumbent.refused());
  }
  result.bound = bound.value();
  if (incumbent.exists() &&
      (result.status == Status::infeasible || incumbent.duration() < result.bound)) {
    MOCCASIN_ASSERT(!"a schedule that verify accepts contradicts a proof");
    result.status = Status::feasible;  // the schedule is what can be relied on
    result.stop = StopReason::none;
    result.bound = graph.base_duration();
    result.bound_by = "base duration";
  }
  if (options.certify && result.status != Status::infeasible && !result.certificate) {
    result.certificate = trivial_certificate(problem);
  }
  if (incumbent.exists()) {
    Incumbent::Record record = incumbent.record();
    result.status = record.duration == result.bound ? Status::optimal : Status::feasible;
    if (result.status == Status::optimal) result.stop = StopReason::proved;
    result.schedule = std::move(record.schedule);
    result.duration = record.duration;
    result.peak = result.least_peak = record.peak;
    result.nearest.reset();
    result.found_by = record.found_by;
    result.first_solution_seconds = record.first_seconds;
    result.best_seconds = record.seconds;
  }
  result.seconds = options.limits.elapsed();
  return result;
}

}  // namespace moccasin::search
