// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/arena_search.h"

#include <algorithm>
#include <utility>

#include "model/graph_builder.h"
#include "search/local/annealing.h"
#include "search/portfolio/sequences.h"

namespace moccasin::search {
namespace {

// Of what annealing has done since the last turn: most while nothing is placed, more while what is
// placed is slower by more than this fraction than what fits by its live bytes.
constexpr double kShareBeforeFirst = 4, kShareFar = 2, kShare = 0.5, kFar = 0.001;
// A second and later attempt on one of those that wait has so many times the ticks of a quick one,
// twice as many each time.
constexpr std::uint64_t kThorough = 30;
constexpr int kMostAttempts = 6, kRanksAnAttempt = 4;
constexpr double kThoroughOften = 0.25;  // of turns and cycles
// Of a cycle: how hot, in mean durations, how long, in proposals an operation, and how many of what
// it passes are tried. Most cannot be placed and some can without any waste, so many short tries
// beat few long ones. A cycle in which nothing fits is followed by one of twice the length.
constexpr double kHot = 1, kQuenched = 0.3;
constexpr std::uint64_t kProposals = 25, kMostEffort = 16;
constexpr std::size_t kNewest = 6;
constexpr double kLeastPart = 0.002, kMostPart = 0.5, kRaise = 1.5;

constexpr std::int64_t kMostBytes = std::int64_t{1} << 61;  // of all that is left free, summed

}  // namespace

ArenaSearch::ArenaSearch(const model::Problem& problem, const Placer& placer, std::uint64_t seed)
    : problem_(problem), placer_(placer), random_(seed) {}

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
  if (!has_work()) return;
  Share turn(meter, ticks_);
  while (!turn.ended() && has_work()) {
    const bool thorough = random_.chance(kThoroughOften);
    if (const Unplaced* const next = thorough ? next_of_waiting() : nullptr) {
      try_again(*next, turn, to);
    } else {
      tighter_cycle(turn, to);
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
  const std::uint64_t quick = Placer::quick_ticks(schedule.schedule);
  const std::uint64_t ticks = attempts == 0 ? quick : quick * kThorough << (attempts - 1);
  ++attempts;
  static_cast<void>(place(schedule.schedule, schedule.duration, ticks, turn, to));
}

bool ArenaSearch::place(const model::Schedule& schedule, std::int64_t duration, std::uint64_t ticks,
                        Share& turn, Publisher& to) {
  ++tried_;
  const Share part(turn, ticks);
  Placer::Outcome outcome = placer_.place(schedule, random_.next(), part);
  if (!outcome.placement) return false;
  ++succeeded_;
  to.offer(schedule, *std::move(outcome.placement), name());
  placed_ = std::min(placed_, duration);
  if (duration < found_.duration) found_ = {to_steps(problem_, schedule), duration};
  return true;
}

// The part falls when what comes of it is placed or no faster than what is, and rises when that is
// faster but cannot be placed. Where nothing fits the cycles get longer first.
void ArenaSearch::tighter_cycle(Share& turn, Publisher& to) {
  ++cycles_;
  const std::vector<Passed> passed = anneal(turn);
  const bool fits = !passed.empty();
  effort_ = fits ? std::max<std::uint64_t>(effort_ / 2, 1) : 2 * effort_;
  if (!fits && effort_ <= kMostEffort) return;
  effort_ = std::min(effort_, kMostEffort);
  const bool faster = fits && passed.back().duration < placed_;
  if (faster && !place_newest(passed, turn, to)) {
    part_ = std::min(std::max(part_ * kRaise, kLeastPart), kMostPart);
  } else {
    part_ = part_ / kRaise < kLeastPart ? 0 : part_ / kRaise;
  }
}

// The graph with workspace that is not needed: a part of the capacity, as far as an operation does
// not need the whole itself.
model::Graph ArenaSearch::tighter_graph() const {
  const model::Graph& graph = *problem_.graph;
  const auto operations = static_cast<std::int64_t>(graph.num_operations());
  const std::int64_t capacity = placer_.capacity();
  const auto part = static_cast<std::int64_t>(part_ * static_cast<double>(capacity));
  base::IndexedVector<model::OpIndex, std::int64_t> bytes(graph.num_operations(), 0);
  for (const model::OpIndex op : graph.operations()) {
    std::int64_t own = graph.operation(op).workspace;
    for (const model::TensorIndex tensor : graph.inputs(op)) own += graph.tensor(tensor).size;
    for (const model::TensorIndex tensor : graph.outputs(op)) own += graph.tensor(tensor).size;
    bytes[op] =
        std::min({part, std::max<std::int64_t>(capacity - own, 0), kMostBytes / operations});
  }
  return model::GraphBuilder::with_more_workspace(graph, bytes);
}

// What a cycle passes, the fastest last. It begins at the fastest that fits in the budget or, now
// and then while nothing is placed, hotter and where the cycle before it ended.
std::vector<ArenaSearch::Passed> ArenaSearch::anneal(Share& turn) {
  const model::Graph roomy = tighter_graph();
  model::Problem tighter = problem_;
  tighter.graph = &roomy;
  const bool free = problem_.order == model::Order::free;
  const CompiledGraph graph(tighter,
                            free ? CompiledGraph::Empty::kept : CompiledGraph::Empty::dropped);
  Annealing annealing(graph, problem_.order, random_.next());
  std::vector<Passed> passed;
  const OnBetter keep = [&](const Steps& steps) {
    if (passed.size() == 2 * kNewest) passed.erase(passed.begin(), passed.begin() + kNewest);
    passed.push_back({to_schedule(problem_, steps), duration_of(graph, steps)});
    return Offer::accepted;
  };
  Meter& meter = turn.meter();
  meter.charge(graph.num_ops() + graph.num_tensors());
  const bool wide = placed_ == Incumbent::kNoDuration && random_.chance(0.5);
  annealing.start_from(wide && !last_.empty() ? last_ : snapshot_->best);
  annealing.greedy(meter, keep);
  if (meter.reason() != StopReason::none) return passed;
  annealing.cycle({.hot = wide ? kHot : kQuenched,
                   .proposals = effort_ * kProposals * graph.num_ops(),
                   .by_limits = false},
                  meter, keep);
  if (!annealing.best().empty()) last_ = annealing.best();
  return passed;
}

// The fastest first, quickly; then, now and then, the fastest again for longer.
bool ArenaSearch::place_newest(const std::vector<Passed>& passed, Share& turn, Publisher& to) {
  std::size_t tried = 0;
  for (auto it = passed.rbegin(); it != passed.rend() && tried < kNewest; ++it, ++tried) {
    if (it->duration >= placed_ || turn.ended()) break;
    const std::uint64_t quick = Placer::quick_ticks(it->schedule);
    if (place(it->schedule, it->duration, quick, turn, to)) return true;
  }
  if (turn.ended() || !random_.chance(kThoroughOften)) return false;
  const Passed& fastest = passed.back();
  return place(fastest.schedule, fastest.duration,
               kThorough * Placer::quick_ticks(fastest.schedule), turn, to);
}

void ArenaSearch::publish(Snapshot& snapshot) const {
  snapshot.take(found_.duration, found_.steps);
}

Statistics ArenaSearch::statistics() const {
  return {
      {"placements tried", tried_}, {"placements found", succeeded_}, {"tighter cycles", cycles_}};
}

}  // namespace moccasin::search
