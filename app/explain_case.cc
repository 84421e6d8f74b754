// SPDX-License-Identifier: Apache-2.0
#include "app/explain_case.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "base/strong_index.h"
#include "io/operation_kind.h"

namespace moccasin::app {
namespace {

// Rounds and candidates of drops in a row: a large graph has fewer, as each replays it.
constexpr std::size_t kRounds = 12, kCandidates = 8, kMostReplayedSteps = 4'000'000;
constexpr int kWithinPercent = 1;

std::vector<KindShare> kinds_of(const ExplainCase& explained) {
  const model::Graph& graph = explained.graph();
  std::map<std::string, KindShare> by_kind;
  for (const explain::LiveBuffer& buffer : explained.peak.buffers) {
    KindShare& share = by_kind[explained.kind_of(graph.tensor(buffer.tensor).producer)];
    share.bytes += buffer.size;
    ++share.buffers;
  }
  base::IndexedVector<model::OpIndex, char> seen(graph.num_operations(), 0);
  for (const model::OpIndex op : explained.schedule.steps) {
    KindShare& share = by_kind[explained.kind_of(op)];
    share.ticks += graph.operation(op).duration;
    if (std::exchange(seen[op], 1) != 0) share.ticks_again += graph.operation(op).duration;
  }
  std::vector<KindShare> kinds;
  for (auto& [kind, share] : by_kind) {
    share.kind = kind;
    kinds.push_back(share);
  }
  std::stable_sort(kinds.begin(), kinds.end(), [](const KindShare& a, const KindShare& b) {
    return std::pair(a.bytes, a.ticks) > std::pair(b.bytes, b.ticks);
  });
  return kinds;
}

bool is_better(const explain::Drop& one, const explain::Drop& other) {
  return std::tie(one.duration, one.peak) < std::tie(other.duration, other.peak);
}

}  // namespace

std::string ExplainCase::kind_of(model::OpIndex op) const { return io::operation_kind(*file, op); }

void find_out(ExplainCase& explained) {
  const model::Graph& graph = explained.graph();
  const model::Schedule& schedule = explained.schedule;
  explained.profile = make_profile(graph, schedule);
  const model::Profile& profile = explained.profile;
  explained.peak = explain::live_at(graph, schedule, profile, profile.peak_step);
  // A drop frees no more at the peak than its tensor has: at most a hundred can be enough.
  const std::int64_t enough = std::max<std::int64_t>(profile.peak / 100, 1);
  for (const explain::LiveBuffer& buffer : explained.peak.buffers) {
    const bool told = explained.largest.size() < explained.top;
    if (!told && buffer.size < enough) break;
    ExplainedBuffer one = {
        buffer, drop_of(explained.scope(), schedule, profile, profile.peak_step, buffer)};
    one.drop.schedule = {};  // what was measured of it is kept
    if (one.drop.possible() && one.drop.peak <= profile.peak - enough &&
        (!explained.next_percent || is_better(one.drop, explained.next_percent->drop))) {
      explained.next_percent = one;
    }
    if (told) explained.largest.push_back(std::move(one));
  }
  explained.kinds = kinds_of(explained);
  explained.recomputed = explain::recomputed_of(graph, schedule, explained.top);
  const std::int64_t limit = explained.limit();
  explained.at_limit = explain::steps_with(profile, limit - limit / 100 * kWithinPercent);
  const std::size_t replays = std::max<std::size_t>(
      kMostReplayedSteps / std::max<std::size_t>(schedule.steps.size(), 1), 2);
  explained.most_in_a_row = std::min(kRounds, std::max<std::size_t>(replays / kCandidates, 1));
  explained.in_a_row = explain::drops_in_a_row(explained.scope(), schedule, explained.most_in_a_row,
                                               std::min(kCandidates, replays));
}

}  // namespace moccasin::app
