// SPDX-License-Identifier: Apache-2.0
#include "explain/drop.h"

#include <algorithm>
#include <utility>

#include "base/strong_index.h"
#include "model/verify.h"

namespace moccasin::explain {
namespace {

using model::OpIndex;
using model::TensorIndex;

// Which operations have to run again for a buffer, found from its producer downwards.
class Cone {
 public:
  Cone(const model::Problem& problem, const model::Schedule& schedule,
       const model::Profile& profile, std::size_t step, std::size_t before)
      : problem_(problem),
        graph_(*problem.graph),
        runs_(graph_.num_operations(), 0),
        at_hand_(graph_.num_tensors(), 0) {
    for (const OpIndex op : schedule.steps) ++runs_[op];
    for (const model::Lifetime& life : profile.lifetimes) {
      if (life.first >= before) continue;
      // Live at the step, or made behind it: it costs nothing there to keep it longer.
      const bool free = life.last >= step;
      at_hand_[life.tensor] = free ? 1 : 0;
    }
  }

  // Puts `op` and what it needs into again(), inputs first.
  Obstacle need(OpIndex op) {
    if (std::find(again_.begin(), again_.end(), op) != again_.end()) return Obstacle::none;
    const std::int32_t most = problem_.copies_allowed(op);
    if (most > 0 && runs_[op] + 1 > most) {
      const bool is_its_own = most == graph_.operation(op).max_copies;
      return is_its_own ? Obstacle::runs_once : Obstacle::max_copies;
    }
    if (++depth_ > kMostAgain) return Obstacle::too_many;
    for (const TensorIndex tensor : graph_.inputs(op)) {
      if (at_hand_[tensor] != 0 || graph_.tensor(tensor).size == 0) continue;
      const Obstacle obstacle = need(graph_.tensor(tensor).producer);
      if (obstacle != Obstacle::none) return obstacle;
    }
    if (again_.size() >= kMostAgain) return Obstacle::too_many;
    again_.push_back(op);
    --depth_;
    return Obstacle::none;
  }

  [[nodiscard]] std::vector<OpIndex> again() && { return std::move(again_); }

 private:
  const model::Problem& problem_;
  const model::Graph& graph_;
  base::IndexedVector<OpIndex, std::int32_t> runs_;
  // Whether the copy that a reader there would read costs nothing to keep.
  base::IndexedVector<TensorIndex, char> at_hand_;
  std::vector<OpIndex> again_;
  std::size_t depth_ = 0;
};

// Whether the order of `problem` allows `schedule`.
bool is_in_order(const model::Problem& problem, const model::Schedule& schedule) {
  if (problem.order == model::Order::free) return true;
  return model::verify({problem.graph, INT64_MAX, problem.order, problem.max_copies}, schedule)
      .valid();
}

}  // namespace

Drop drop_of(const model::Problem& problem, const model::Schedule& schedule,
             const model::Profile& profile, std::size_t step, const LiveBuffer& buffer) {
  const model::Graph& graph = *problem.graph;
  Drop drop;
  const auto refused = [&drop](Obstacle obstacle) {
    drop.obstacle = obstacle;
    return std::move(drop);
  };
  if (buffer.at_step) return refused(Obstacle::at_step);
  if (!buffer.next) return refused(Obstacle::not_wanted);
  drop.before = *buffer.next;
  Cone cone(problem, schedule, profile, step, drop.before);
  const Obstacle obstacle = cone.need(graph.tensor(buffer.tensor).producer);
  if (obstacle != Obstacle::none) return refused(obstacle);
  drop.again = std::move(cone).again();
  if (problem.order == model::Order::kept) {
    std::sort(drop.again.begin(), drop.again.end(), [&graph](OpIndex a, OpIndex b) {
      return graph.base_position(a) < graph.base_position(b);
    });
  }
  drop.schedule = schedule;
  auto& steps = drop.schedule.steps;
  steps.insert(steps.begin() + static_cast<std::ptrdiff_t>(drop.before), drop.again.begin(),
               drop.again.end());
  if (!is_in_order(problem, drop.schedule)) return refused(Obstacle::order_kept);
  const model::Profile changed = make_profile(graph, drop.schedule);
  drop.duration = changed.duration;
  drop.peak = changed.peak;
  drop.live = changed.live[step];
  return drop;
}

Drops drops_in_a_row(const model::Problem& problem, const model::Schedule& schedule,
                     std::size_t rounds, std::size_t candidates) {
  const model::Graph& graph = *problem.graph;
  model::Profile profile = make_profile(graph, schedule);
  Drops best{
      .buffers = {}, .schedule = schedule, .duration = profile.duration, .peak = profile.peak};
  Drops now = best;
  for (std::size_t round = 0; round < rounds; ++round) {
    const LiveAtStep view = live_at(graph, now.schedule, profile, profile.peak_step);
    std::optional<Drop> chosen;
    LiveBuffer dropped;
    double most = 0;
    std::size_t tried = 0;
    for (const LiveBuffer& buffer : view.buffers) {
      if (buffer.at_step || !buffer.next) continue;
      if (tried++ == candidates) break;
      Drop drop = drop_of(problem, now.schedule, profile, view.step, buffer);
      if (!drop.possible() || drop.live >= view.live || drop.peak > profile.peak) continue;
      const auto freed = static_cast<double>(view.live - drop.live);
      const double rate = freed / (static_cast<double>(drop.duration - now.duration) + 1);
      if (chosen && rate <= most) continue;
      most = rate;
      dropped = buffer;
      chosen = std::move(drop);
    }
    if (!chosen) break;
    now.schedule = std::move(chosen->schedule);
    now.buffers.push_back(dropped);
    profile = make_profile(graph, now.schedule);
    now.duration = profile.duration;
    now.peak = profile.peak;
    if (now.peak < best.peak) best = now;
  }
  best.used_all_rounds = now.buffers.size() == rounds;
  return best;
}

}  // namespace moccasin::explain
