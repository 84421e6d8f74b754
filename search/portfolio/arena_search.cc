// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/arena_search.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/portable_math.h"
#include "search/local/annealing.h"
#include "search/portfolio/sequences.h"

namespace moccasin::search {
namespace {

// Of what annealing has done since the last turn: most while nothing is placed, more while what is
// placed is slower by more than this fraction than what fits by its live bytes.
constexpr double kShareBeforeFirst = 4, kShareFar = 2, kShare = 0.5, kFar = 0.001;
// How many times the ticks of a quick attempt a thorough one has; of those that wait the second
// attempt is one, and each later one has twice as many.
constexpr std::uint64_t kThorough = 15;
constexpr int kMostAttempts = 6, kRanksAnAttempt = 4;
constexpr double kWaitingOften = 0.1;  // tried again instead of a cycle
// Of a cycle: how hot, in mean durations, how long the shortest is, in proposals an operation, and
// how many of what it passes are tried, quickly; then the lowest of them thoroughly: always while
// nothing is placed, and so often else, by how near it came.
constexpr double kHot = 0.3, kProposals = 15;
constexpr std::size_t kTriedBeforeFirst = 4, kTried = 2;
constexpr double kNear = 1.02, kThoroughIfNear = 0.5, kThoroughElse = 0.1;
constexpr double kGoesOn = 0.8;  // from where the last cycle ended, not from the fastest
// Cycles get longer while nothing fits, or nothing is placed; where the longest are of no use the
// reserve begins anew.
constexpr double kLonger = 1.3, kLongest = 30;
// Traced graphs are placed with the small reserves, layered ones at low budgets with large ones.
constexpr double kParts[] = {0.07, 0.15, 0.3};
constexpr double kNearestOften = 0.5;  // its reserve, while nothing is placed
// The price, whose right value differs by orders of magnitude: the steps of its logarithm grow
// while it goes one way and shrink where it turns.
constexpr double kWeight = 0.3, kLeastWeight = 0.001, kMostWeight = 10;
constexpr double kChange = 0.5, kLeastChange = 0.1, kMostChange = 1.1;
constexpr double kSameWay = 1.3, kTurned = 0.5;

constexpr double kNever = std::numeric_limits<double>::infinity();

}  // namespace

ArenaSearch::ArenaSearch(const model::Problem& problem, const Placer& placer, std::uint64_t seed)
    : problem_(problem), placer_(placer), random_(seed) {
  for (const double part : kParts) reserves_.push_back(new_reserve(part));
}

ArenaSearch::Reserve ArenaSearch::new_reserve(double part) {
  return {.part = part, .weight = kWeight, .change = kChange, .least_height = kNever};
}

void ArenaSearch::plan(const Snapshot& snapshot) {
  snapshot_ = &snapshot;
  fastest_ = snapshot.duration;
  placed_ = std::min(placed_, snapshot.incumbent);
  double share = kShareBeforeFirst;
  if (placed_ != Incumbent::kNoDuration) {
    const auto behind = static_cast<double>(placed_) - static_cast<double>(fastest_);
    share = behind > kFar * static_cast<double>(fastest_) ? kShareFar : kShare;
  }
  ticks_ = static_cast<std::uint64_t>(share * static_cast<double>(snapshot.pace - pace_));
  pace_ = snapshot.pace;
}

void ArenaSearch::run(Meter& meter, Publisher& to) {
  Share turn(meter, ticks_);
  while (!turn.ended() && has_work()) {
    const bool again = random_.chance(kWaitingOften);
    if (const Unplaced* const next = again ? next_of_waiting() : nullptr) {
      try_again(*next, turn, to);
    } else {
      priced_cycle(turn, to);
    }
  }
}

// The fastest first, but one that was tried often comes after slower ones that were not.
const Unplaced* ArenaSearch::next_of_waiting() const {
  const Unplaced* next = nullptr;
  int least = 0, rank = 0;
  for (const Unplaced& one : snapshot_->waiting.all()) {
    if (one.duration >= placed_) break;
    const auto known = attempts_.find(one.number);
    const int attempts = known == attempts_.end() ? 0 : known->second;
    const int score = rank++ + kRanksAnAttempt * attempts;
    if (attempts >= kMostAttempts || (next != nullptr && score >= least)) continue;
    next = &one;
    least = score;
  }
  return next;
}

void ArenaSearch::try_again(const Unplaced& schedule, Share& turn, Publisher& to) {
  int& attempts = attempts_[schedule.number];
  const std::uint64_t times_quick = attempts == 0 ? 1 : kThorough << (attempts - 1);
  ++attempts;
  const Share share(turn, times_quick * placer_.quick_ticks(schedule.schedule));
  static_cast<void>(place(schedule.schedule, share, to));
}

ArenaSearch::Trial ArenaSearch::place(const model::Schedule& schedule, const Share& share,
                                      Publisher& to) {
  ++tried_;
  Placer::Outcome outcome = placer_.place(schedule, random_.next(), share);
  const double height = outcome.height == 0 ? kNever
                                            : static_cast<double>(outcome.height) /
                                                  static_cast<double>(placer_.capacity());
  if (!outcome.placement) return {false, height};
  ++succeeded_;
  to.offer(schedule, *std::move(outcome.placement), name());
  const std::int64_t duration = duration_of(*problem_.graph, schedule);
  placed_ = std::min(placed_, duration);
  if (duration < found_.duration) found_ = {to_steps(problem_, schedule), duration};
  return {true, height};
}

void ArenaSearch::priced_cycle(Share& turn, Publisher& to) {
  ++cycles_;
  Reserve& reserve = next_reserve();
  const std::vector<Passed> passed = anneal(reserve, turn);
  if (passed.empty()) {
    reserve.length = std::min(kLonger * reserve.length, kLongest);
    return;
  }
  const bool faster = passed.back().duration < placed_;
  const Trial trial = faster ? place_last(passed, turn.meter(), to) : Trial();
  const bool rising = faster && !trial.placed;
  if (rising) reserve.least_height = trial.height;
  const bool lost = rising && placed_ == Incumbent::kNoDuration;
  if (lost && reserve.length >= kLongest) {
    reserve = new_reserve(reserve.part);
    return;
  }
  reserve.length =
      lost ? std::min(kLonger * reserve.length, kLongest) : std::max(reserve.length / 2, 1.0);
  reserve.change = std::clamp(reserve.change * (rising == reserve.rising ? kSameWay : kTurned),
                              kLeastChange, kMostChange);
  reserve.rising = rising;
  reserve.weight = std::clamp(reserve.weight * base::exp(rising ? reserve.change : -reserve.change),
                              kLeastWeight, kMostWeight);
}

// While nothing is placed more often that one which came nearest to it.
ArenaSearch::Reserve& ArenaSearch::next_reserve() {
  Reserve* next = &reserves_[random_.below(reserves_.size())];
  if (placed_ != Incumbent::kNoDuration || !random_.chance(kNearestOften)) return *next;
  for (Reserve& reserve : reserves_) {
    if (reserve.least_height < next->least_height) next = &reserve;
  }
  return *next;
}

// What a cycle passes, the best at that price last.
std::vector<ArenaSearch::Passed> ArenaSearch::anneal(Reserve& reserve, Share& turn) {
  Meter& meter = turn.meter();
  if (!graph_) {
    const bool free = problem_.order == model::Order::free;
    graph_.emplace(problem_, free ? CompiledGraph::Empty::kept : CompiledGraph::Empty::dropped);
    annealing_.emplace(*graph_, problem_.order, random_.next());
    meter.charge(graph_->num_ops() + graph_->num_tensors());
  }
  const double from = (1 - reserve.part) * static_cast<double>(graph_->budget());
  annealing_->set_price({static_cast<std::int64_t>(from), reserve.weight});
  const bool goes_on = !reserve.last.empty() && random_.chance(kGoesOn);
  annealing_->start_from(goes_on ? reserve.last : snapshot_->best);
  std::vector<Passed> passed;
  const OnBetter keep = [&](const Steps& steps) {
    if (passed.size() == 2 * kTriedBeforeFirst) {
      passed.erase(passed.begin(), passed.begin() + kTriedBeforeFirst);
    }
    passed.push_back({steps, duration_of(*graph_, steps)});
    if (passed.back().duration < fitting_.duration) fitting_ = {steps, passed.back().duration};
    return Offer::accepted;
  };
  annealing_->greedy(meter, keep);
  if (meter.reason() != StopReason::none) return {};
  const std::uint64_t proposals = annealing_->proposals(), work = annealing_->work();
  const double shortest = kProposals * static_cast<double>(graph_->num_ops());
  annealing_->cycle(
      {.hot = kHot,
       .proposals = std::clamp<std::uint64_t>(static_cast<std::uint64_t>(reserve.length * shortest),
                                              1, turn.left() / ticks_a_proposal_ + 1),
       .by_limits = false},
      meter, keep);
  ticks_a_proposal_ = std::max<std::uint64_t>(
      (annealing_->work() - work) / std::max<std::uint64_t>(annealing_->proposals() - proposals, 1),
      1);
  if (!passed.empty()) reserve.last = passed.back().steps;
  return passed;
}

// The best first, quickly; then, now and then, the one that came nearest thoroughly. The turn may
// be over by now: a cycle of which nothing is tried would be for nothing.
ArenaSearch::Trial ArenaSearch::place_last(const std::vector<Passed>& passed, Meter& meter,
                                           Publisher& to) {
  Trial nearest{false, kNever};
  model::Schedule lowest;
  const bool first = placed_ == Incumbent::kNoDuration;
  const std::size_t most = first ? kTriedBeforeFirst : kTried;
  std::size_t tried = 0;
  for (auto it = passed.rbegin(); it != passed.rend() && tried < most; ++it, ++tried) {
    if (it->duration >= placed_ || meter.ended()) break;
    model::Schedule schedule = to_schedule(problem_, it->steps);
    const Trial trial = place(schedule, Share(meter, placer_.quick_ticks(schedule)), to);
    if (trial.placed) return trial;
    if (trial.height >= nearest.height) continue;
    nearest = trial;
    lowest = std::move(schedule);
  }
  if (lowest.steps.empty() || meter.ended()) return nearest;
  const double chance = nearest.height <= kNear ? kThoroughIfNear : kThoroughElse;
  if (!first && !random_.chance(chance)) return nearest;
  return place(lowest, Share(meter, kThorough * placer_.quick_ticks(lowest)), to);
}

void ArenaSearch::publish(Snapshot& snapshot) const {
  snapshot.take(found_.duration, found_.steps);
  snapshot.take(fitting_.duration, fitting_.steps);
}

Statistics ArenaSearch::statistics() const {
  return {
      {"placements tried", tried_}, {"placements found", succeeded_}, {"priced cycles", cycles_}};
}

}  // namespace moccasin::search
