// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/polish_slot.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/random.h"
#include "base/strong_index.h"
#include "model/graph_builder.h"
#include "search/local/unread.h"

namespace moccasin::search {

namespace {

std::int64_t duration_of(const model::Graph& graph, const model::Schedule& schedule) {
  std::int64_t duration = 0;
  for (const model::OpIndex op : schedule.steps) duration += graph.operation(op).duration;
  return duration;
}

}  // namespace

std::vector<model::OpIndex> first_runs(const model::Graph& graph, const model::Schedule& schedule) {
  std::vector<model::OpIndex> order;
  order.reserve(graph.num_operations());
  base::IndexedVector<model::OpIndex, char> ran(graph.num_operations(), 0);
  for (const model::OpIndex op : schedule.steps) {
    if (std::exchange(ran[op], 1) == 0) order.push_back(op);
  }
  return order;
}

model::Schedule staged(const model::Graph& graph, const model::Schedule& schedule) {
  constexpr std::uint32_t kNotYet = ~std::uint32_t{0};
  base::IndexedVector<model::OpIndex, std::uint32_t> place(graph.num_operations(), kNotYet);
  std::uint32_t placed = 0;
  std::vector<model::OpIndex> steps;
  steps.reserve(schedule.steps.size());
  std::ptrdiff_t stage = 0;  // where it begins in `steps`
  for (const model::OpIndex op : schedule.steps) {
    if (place[op] == kNotYet) {
      const auto begin = steps.begin() + stage;
      std::sort(begin, steps.end(), [&](auto a, auto b) { return place[a] < place[b]; });
      steps.erase(std::unique(begin, steps.end()), steps.end());
      place[op] = placed++;
      stage = static_cast<std::ptrdiff_t>(steps.size()) + 1;
    }
    steps.push_back(op);
  }
  steps.resize(static_cast<std::size_t>(stage));
  return {std::move(steps)};
}

void PolishSlot::learn_of(const model::Schedule& schedule) {
  const std::int64_t duration = duration_of(*problem_.graph, schedule);
  if (duration >= duration_) return;
  best_ = schedule;
  duration_ = duration;
  best_done_ = false;
}

StopReason PolishSlot::run(std::uint64_t others, std::uint64_t left, const Poll& poll,
                           const OnBetter& on_better) {
  constexpr double kLeastShare = 0.0625, kMostShare = 1;
  constexpr double kLeastSeconds = 0.02;
  if (attempts_ > 0 && !given_is_best()) given_ = false;
  const bool has_had_enough = static_cast<double>(work_) > share_ * static_cast<double>(others);
  const std::uint64_t ticks = next_ticks(others, left);
  if (duration_ == Incumbent::kNoDuration || (!given_ && best_done_) || has_had_enough ||
      ticks == 0 || seconds_of_attempt() < kLeastSeconds) {
    return poll(work_);
  }
  const std::int64_t before = duration_;
  const StopReason reason = attempt(ticks, poll, on_better);
  ++attempts_;
  if (duration_ < before) {
    ++improvements_;
    share_ = std::min(2 * share_, kMostShare);
  } else {
    share_ = std::max(share_ / 2, given_is_best() ? kMostShare : kLeastShare);
  }
  return reason;
}

// Enough for the bound's suggestions on a graph of some hundred operations, and a part of what
// annealing had, a larger one where no order is known to be better than the given one; never much
// of what is left, and nothing rather than next to nothing.
std::uint64_t PolishSlot::next_ticks(std::uint64_t others, std::uint64_t left) const {
  constexpr std::uint64_t kMany = 8'000'000, kManyAnOp = 20'000, kFewAnOp = 1000;
  constexpr std::uint64_t kPart = 8, kPartIfGivenIsBest = 2, kPartOfLeft = 4;
  const std::uint64_t n = problem_.graph->num_operations();
  const std::uint64_t part = given_is_best() ? kPartIfGivenIsBest : kPart;
  const std::uint64_t ticks =
      std::min(std::max(std::min(kMany, kManyAnOp * n), others / part), left / kPartOfLeft);
  return ticks < kFewAnOp * n ? 0 : ticks;
}

double PolishSlot::seconds_of_attempt() const {
  constexpr double kPartOfLeft = 0.25;
  if (options_.limits.seconds <= 0) return std::numeric_limits<double>::infinity();
  return kPartOfLeft * (options_.limits.seconds - options_.limits.elapsed());
}

StopReason PolishSlot::attempt(std::uint64_t ticks, const Poll& poll, const OnBetter& on_better) {
  const model::Graph& graph = *problem_.graph;
  const auto base = graph.base_order();
  const std::vector<model::OpIndex> order =
      given_ ? std::vector(base.begin(), base.end()) : first_runs(graph, best_);
  const model::Graph reordered = model::GraphBuilder::reordered(graph, order);
  model::Problem problem = problem_;
  problem.graph = &reordered;
  problem.order = model::Order::kept;
  SolveOptions options;
  options.limits = options_.limits;
  options.limits.work = ticks;
  if (options.limits.seconds > 0) {
    options.limits.seconds = seconds_of_attempt();
    options.limits.start = options.limits.now();
  }
  options.memory = options_.memory;
  options.seed = base::derived_seed(seed_, attempts_);
  options.target = options_.target;
  options.warm_start = given_ ? best_of_given_.steps : staged(graph, best_).steps;
  StopReason reason = StopReason::none;
  options.on_progress = [&](const Progress& progress) {
    const StopReason now = poll(work_ + progress.work);
    // When this is called depends on the clock: under a limit of work nothing else may.
    const bool of_the_clock =
        now == StopReason::user || now == StopReason::time || now == StopReason::memory;
    if (options_.limits.work == 0 || of_the_clock) reason = now;
    return reason == StopReason::none;
  };
  options.on_solution = [&](const Progress& progress, const model::Schedule& schedule) {
    model::Schedule shorter = without_unread(graph, schedule);
    const std::int64_t duration = duration_of(graph, shorter);
    if (given_) given_duration_ = std::min(given_duration_, duration);
    if (duration < duration_ && on_better(shorter)) {
      best_ = std::move(shorter);
      duration_ = duration;
    }
    reason = poll(work_ + progress.work);
    return reason == StopReason::none;
  };
  SolveResult result = solve(problem, options);
  work_ += result.work + graph.num_operations() + graph.num_reads();  // setting it up is linear
  const bool proved = result.status == Status::optimal || result.status == Status::infeasible;
  best_done_ = proved && first_runs(graph, best_) == order;
  if (given_ && proved) {
    given_ = false;
  } else if (given_ && result.schedule) {
    best_of_given_ = *std::move(result.schedule);
  }
  if (reason == StopReason::none && result.stop == StopReason::memory) reason = result.stop;
  return reason != StopReason::none ? reason : poll(work_);
}

}  // namespace moccasin::search
