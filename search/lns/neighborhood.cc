// SPDX-License-Identifier: Apache-2.0
#include "search/lns/neighborhood.h"

#include <algorithm>
#include <cstdlib>

namespace moccasin::search {
namespace {

// A peak is the highest of so many random stages: more find the same peaks again and again.
constexpr int kPeakTries = 4;
// Where nothing is recomputed, a ball is around one of so many random operations that can be.
constexpr int kBallTries = 20;
// So many times the dearest of a few recomputations is freed, each with what is around it and with
// what crosses where it is spared, a part of 1 / kPart of the neighbourhood each. None of these
// numbers has been measured by itself.
constexpr int kDearest = 2, kDearestOf = 3;
constexpr std::size_t kPart = 4;

}  // namespace

// The highest stage itself every time would free the same operations again and again; any stage at
// all would mostly be one where memory is no matter.
std::size_t random_peak(const ScheduleProfile& profile, base::Random& random) {
  std::size_t best = random.below(profile.num_stages());
  for (int i = 1; i < kPeakTries; ++i) {
    const std::size_t stage = random.below(profile.num_stages());
    if (profile.level(stage) > profile.level(best)) best = stage;
  }
  return best;
}

void add_crossing(const ScheduleProfile& profile, std::size_t stage, base::Random& random,
                  FreedOps& freed) {
  std::vector<Op> crossing;
  for (const ScheduleProfile::Copy& copy : profile.copies()) {
    // Recomputed later, it is not live there but might be.
    if (copy.first <= stage && (copy.last >= stage || copy.again)) crossing.push_back(copy.op);
    if (copy.again && copy.first > stage && copy.op.value() < stage) crossing.push_back(copy.op);
  }
  random.shuffle(crossing);
  for (const Op op : crossing) freed.add(op);
}

void add_around(const CompiledGraph& graph, FreedOps& freed) {
  for (std::size_t next = 0; next < freed.ops().size() && !freed.full(); ++next) {
    const Op op = freed.ops()[next];
    for (const Tensor tensor : graph.inputs(op)) freed.add(graph.tensor(tensor).producer);
    for (std::uint32_t i = 0; i < graph.num_tensors(op); ++i) {
      const Tensor tensor(graph.first_tensor(op).value() + i);
      for (const Op reader : graph.readers(tensor)) freed.add(reader);
    }
  }
}

// What is near a peak in time competes for the memory there: to make room, some of it must go.
std::vector<Op> PeakWindow::draw(const ScheduleProfile& profile, std::size_t size,
                                 base::Random& random) const {
  const std::size_t peak = random_peak(profile, random);
  // Copies by their distance in stages from the peak.
  std::vector<std::pair<std::size_t, Op>> near;
  for (const ScheduleProfile::Copy& copy : profile.copies()) {
    const std::size_t distance = copy.last < peak    ? peak - copy.last
                                 : copy.first > peak ? copy.first - peak
                                                     : 0;
    if (copy.again || distance < size) near.emplace_back(distance, copy.op);
  }
  random.shuffle(near);
  std::stable_sort(near.begin(), near.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  FreedOps freed(profile.graph(), size);
  for (const auto& [distance, op] : near) freed.add(op);
  return freed.release();
}

// To recompute an operation needs its inputs and spares its outputs, so that a change of one goes
// along with changes of its neighbours, however far apart they run.
std::vector<Op> GraphBall::draw(const ScheduleProfile& profile, std::size_t size,
                                base::Random& random) const {
  FreedOps freed(profile.graph(), size);
  const auto& again = profile.recomputations();
  if (!again.empty()) freed.add(profile.copies()[again[random.below(again.size())]].op);
  for (int tries = 0; freed.ops().empty() && tries < kBallTries; ++tries) {
    freed.add(Op(random.below(profile.num_stages())));
  }
  add_around(profile.graph(), freed);
  return freed.release();
}

// What crosses a peak is what could be dropped before it and made again after it, wherever in the
// graph that is.
std::vector<Op> CrossingTensors::draw(const ScheduleProfile& profile, std::size_t size,
                                      base::Random& random) const {
  FreedOps freed(profile.graph(), size);
  add_crossing(profile, random_peak(profile, random), random, freed);
  return freed.release();
}

// A schedule gets faster only where some recomputation is spared, or a cheaper one is made in its
// place: those that cost most have most to give.
std::vector<Op> CostlyCopies::draw(const ScheduleProfile& profile, std::size_t size,
                                   base::Random& random) const {
  FreedOps freed(profile.graph(), size);
  const auto& again = profile.recomputations();
  if (again.empty()) return {};
  for (int i = 0; i < kDearest; ++i) {
    const ScheduleProfile::Copy* best = nullptr;
    for (int tries = 0; tries < kDearestOf; ++tries) {
      const ScheduleProfile::Copy& copy = profile.copies()[again[random.below(again.size())]];
      const auto duration = profile.graph().duration(copy.op);
      if (best == nullptr || duration > profile.graph().duration(best->op)) best = &copy;
    }
    freed.add(best->op);
    FreedOps near(profile.graph(), size / kPart);
    near.add(best->op);
    add_around(profile.graph(), near);
    for (const Op op : near.ops()) freed.add(op);
    const std::size_t spared = best->op.value() + random.below(best->first - best->op.value());
    FreedOps crossing(profile.graph(), size / kPart);
    add_crossing(profile, spared, random, crossing);
    for (const Op op : crossing.ops()) freed.add(op);
  }
  return freed.release();
}

std::vector<std::unique_ptr<NeighborhoodGenerator>> all_generators() {
  std::vector<std::unique_ptr<NeighborhoodGenerator>> generators;
  generators.push_back(std::make_unique<PeakWindow>());
  generators.push_back(std::make_unique<GraphBall>());
  generators.push_back(std::make_unique<CrossingTensors>());
  generators.push_back(std::make_unique<CostlyCopies>());
  return generators;
}

}  // namespace moccasin::search
