// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/placer.h"

#include <algorithm>
#include <vector>

#include "search/packing/pack.h"

namespace moccasin::search {
namespace {

// The ticks of packing are short: so many take as long as one of annealing.
constexpr std::uint64_t kPackingTicks = 4;

}  // namespace

Placer::Outcome Placer::place(const model::Schedule& schedule, std::uint64_t seed,
                              const Share& share) const {
  const std::vector<model::ArenaBuffer> buffers =
      model::arena_buffers(*problem_.graph, schedule, alignment_);
  const std::uint64_t before = share.meter().ticks();
  const PackResult packed = pack(buffers, {.capacity = capacity(), .seed = seed}, share);
  share.meter().refund((share.meter().ticks() - before) * (kPackingTicks - 1) / kPackingTicks);
  Outcome outcome;
  outcome.height = packed.height;
  outcome.impossible = packed.bound > capacity();
  if (packed.has_placement() && packed.height <= capacity()) {
    outcome.placement = model::to_placement(schedule, alignment_, buffers, packed.offsets);
  }
  return outcome;
}

std::int64_t Placer::least_arena(const model::Schedule& schedule, const Share& share) const {
  return pack(model::arena_buffers(*problem_.graph, schedule, alignment_), {}, share).height;
}

std::uint64_t Placer::quick_ticks(const model::Schedule& schedule) const {
  constexpr std::uint64_t kTicksABuffer = 800, kLeast = 50'000;
  std::uint64_t buffers = 0;
  for (const model::OpIndex op : schedule.steps) buffers += problem_.graph->outputs(op).size();
  return std::max(kTicksABuffer * buffers, kLeast);
}

}  // namespace moccasin::search
