// SPDX-License-Identifier: Apache-2.0
#include "tests/encoding/support/live_sets.h"

#include <algorithm>
#include <array>
#include <bit>
#include <queue>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace moccasin::test {
namespace {

using model::OpIndex;
using model::TensorIndex;

struct State {
  std::uint64_t stage = 0, position = 0;
  std::uint64_t live = 0;    // tensors
  std::uint64_t copies = 0;  // two bits for each operation of a limit: how often it has run

  [[nodiscard]] std::uint64_t key() const {
    return live | copies << 20 | stage << 40 | position << 44;
  }
};

class LiveSets {
 public:
  explicit LiveSets(const model::Problem& problem)
      : problem_(problem), graph_(*problem.graph), n_(graph_.num_operations()) {
    MOCCASIN_ASSERT(problem.order == model::Order::kept);
    MOCCASIN_ASSERT(n_ <= 10 && graph_.num_tensors() <= 20);
    for (std::size_t position = n_; position-- > 0;) {
      for (const TensorIndex tensor : graph_.outputs(graph_.base_order()[position])) {
        note_wanted(tensor);
      }
    }
  }

  std::optional<std::int64_t> shortest() {
    reach({}, 0);
    while (!queue_.empty()) {
      const auto [distance, key, state] = queue_.top();
      queue_.pop();
      if (!settled_.insert(key).second) continue;
      if (state.stage == n_) return distance;
      expand(state, distance);
    }
    return std::nullopt;
  }

 private:
  using Item = std::tuple<std::int64_t, std::uint64_t, State>;
  struct Later {
    bool operator()(const Item& a, const Item& b) const { return std::get<0>(a) > std::get<0>(b); }
  };

  // In which stages `tensor` is of use: up to the last first run that it has a part in. Its readers
  // come later in the base order: theirs are noted.
  void note_wanted(TensorIndex tensor) {
    std::size_t end = graph_.tensor(tensor).retain == model::Retain::yes ? n_ + 1 : 0;
    for (const OpIndex reader : graph_.readers(tensor)) {
      end = std::max(end, graph_.base_position(reader) + 1);
      for (std::size_t stage = 0; stage < n_; ++stage) {
        for (const TensorIndex output : graph_.outputs(reader)) {
          if ((wanted_[stage] & bit(output)) != 0) end = std::max(end, stage + 1);
        }
      }
    }
    for (std::size_t stage = 0; stage < end; ++stage) wanted_[stage] |= bit(tensor);
  }

  void reach(const State& state, std::int64_t distance) {
    const auto [known, fresh] = distance_.try_emplace(state.key(), distance);
    if (!fresh && known->second <= distance) return;
    known->second = distance;
    queue_.emplace(distance, state.key(), state);
  }

  void expand(const State& state, std::int64_t distance) {
    const OpIndex op = graph_.base_order()[state.position];
    const bool first = state.position == state.stage;
    if (!first) {
      State left_out = state;
      ++left_out.position;
      reach(left_out, distance);
    }
    const std::int32_t limit = problem_.copies_allowed(op);
    const std::uint64_t shift = 2 * op.value();
    if (limit > 0) {
      MOCCASIN_ASSERT(limit < 4);
      if (static_cast<std::int32_t>(state.copies >> shift & 3) == limit) return;
    }
    std::uint64_t inputs = 0, outputs = 0;
    for (const TensorIndex tensor : graph_.inputs(op)) inputs |= bit(tensor);
    for (const TensorIndex tensor : graph_.outputs(op)) outputs |= bit(tensor);
    if ((state.live & inputs) != inputs) return;
    if (!first && (outputs & wanted_[state.stage]) == 0) return;
    State next = state;
    if (limit > 0) next.copies += std::uint64_t{1} << shift;
    next.position = first ? 0 : state.position + 1;
    if (first) ++next.stage;
    // Earlier copies of the outputs are read no more.
    const std::int64_t room = problem_.budget - graph_.resident() - graph_.operation(op).workspace -
                              size(outputs) - size(inputs);
    if (room < 0) return;
    const std::uint64_t others = state.live & ~inputs & ~outputs;
    keep(others, others, room, [&](std::uint64_t kept) {
      next.live = (kept | inputs | outputs) & wanted_[next.stage];
      // In the end, what is retained is in memory.
      if (next.stage == n_ && next.live != wanted_[n_]) return;
      reach(next, distance + graph_.operation(op).duration);
    });
  }

  // All largest subsets of `set` that fit: to keep more than is read costs nothing while it fits.
  // Tensors from the lowest of `may_go` on may be given up.
  template <class Visit>
  void keep(std::uint64_t set, std::uint64_t may_go, std::int64_t room, const Visit& visit) {
    if (size(set) <= room) return visit(set);
    for (; may_go != 0; may_go &= may_go - 1) {
      const std::uint64_t lowest = may_go & ~(may_go - 1);
      keep(set & ~lowest, may_go & (may_go - 1), room, visit);
    }
  }

  [[nodiscard]] static std::uint64_t bit(TensorIndex tensor) {
    return std::uint64_t{1} << tensor.value();
  }
  [[nodiscard]] std::int64_t size(std::uint64_t set) const {
    std::int64_t bytes = 0;
    for (; set != 0; set &= set - 1) {
      bytes += graph_.tensor(TensorIndex(static_cast<std::size_t>(std::countr_zero(set)))).size;
    }
    return bytes;
  }

  const model::Problem& problem_;
  const model::Graph& graph_;
  const std::size_t n_;
  std::array<std::uint64_t, 11> wanted_{};  // by stage; after the last: what is retained
  std::unordered_map<std::uint64_t, std::int64_t> distance_;
  std::unordered_set<std::uint64_t> settled_;
  std::priority_queue<Item, std::vector<Item>, Later> queue_;
};

}  // namespace

std::optional<std::int64_t> shortest_by_live_sets(const model::Problem& problem) {
  return LiveSets(problem).shortest();
}

}  // namespace moccasin::test
