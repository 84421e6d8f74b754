// SPDX-License-Identifier: Apache-2.0
#include "tests/search/bound/support/any_order.h"

#include <map>
#include <queue>
#include <tuple>
#include <vector>

namespace moccasin::test {
namespace {

using model::OpIndex;
using model::TensorIndex;

using Set = std::uint32_t;                    // of tensors
using State = std::pair<Set, std::uint32_t>;  // in memory; how often each has run, two bits each

class AnyOrder {
 public:
  explicit AnyOrder(const model::Problem& problem) : problem_(problem), graph_(*problem.graph) {
    MOCCASIN_ASSERT(problem.order == model::Order::free);
    MOCCASIN_ASSERT(graph_.num_operations() <= 8 && graph_.num_tensors() <= 16);
    for (const TensorIndex tensor : graph_.tensors()) {
      if (graph_.tensor(tensor).retain == model::Retain::yes) retained_ |= bit(tensor);
    }
  }

  std::optional<std::int64_t> shortest() {
    reach({0, 0}, 0);
    while (!queue_.empty()) {
      const auto [distance, state] = queue_.top();
      queue_.pop();
      if (distance > distance_.at(state)) continue;
      if (is_end(state)) return distance;
      for (const OpIndex op : graph_.operations()) run(op, state, distance);
    }
    return std::nullopt;
  }

 private:
  using Item = std::pair<std::int64_t, State>;

  [[nodiscard]] bool is_end(const State& state) const {
    for (const OpIndex op : graph_.operations()) {
      if (times(op, state) == 0) return false;
    }
    return (state.first & retained_) == retained_;
  }

  // How often `op` has run, 3: three times or more.
  [[nodiscard]] static std::uint32_t times(OpIndex op, const State& state) {
    return state.second >> (2 * op.value()) & 3;
  }

  void run(OpIndex op, const State& state, std::int64_t distance) {
    const std::int32_t allowed = problem_.copies_allowed(op);
    const std::uint32_t times = AnyOrder::times(op, state);
    if (allowed > 0 && static_cast<std::int32_t>(times) >= allowed) return;
    Set inputs = 0, outputs = 0;
    for (const TensorIndex tensor : graph_.inputs(op)) inputs |= bit(tensor);
    for (const TensorIndex tensor : graph_.outputs(op)) outputs |= bit(tensor);
    if ((state.first & inputs) != inputs) return;
    const Set others = state.first & ~inputs & ~outputs;
    // Of the others any may have been read for the last time. All subsets.
    for (Set kept = others;; kept = (kept - 1) & others) {
      if (size(kept | inputs | outputs) + graph_.resident() + graph_.operation(op).workspace <=
          problem_.budget) {
        const std::uint32_t counts =
            times == 3 ? state.second : state.second + (1u << (2 * op.value()));
        reach({kept | inputs | outputs, counts}, distance + graph_.operation(op).duration);
      }
      if (kept == 0) break;
    }
  }

  void reach(const State& state, std::int64_t distance) {
    const auto [known, fresh] = distance_.try_emplace(state, distance);
    if (!fresh && known->second <= distance) return;
    known->second = distance;
    queue_.emplace(distance, state);
  }

  [[nodiscard]] static Set bit(TensorIndex tensor) { return Set{1} << tensor.value(); }
  [[nodiscard]] std::int64_t size(Set set) const {
    std::int64_t bytes = 0;
    for (const TensorIndex tensor : graph_.tensors()) {
      if ((set & bit(tensor)) != 0) bytes += graph_.tensor(tensor).size;
    }
    return bytes;
  }

  const model::Problem& problem_;
  const model::Graph& graph_;
  Set retained_ = 0;
  std::map<State, std::int64_t> distance_;
  std::priority_queue<Item, std::vector<Item>, std::greater<>> queue_;
};

}  // namespace

std::optional<std::int64_t> shortest_in_any_order(const model::Problem& problem) {
  return AnyOrder(problem).shortest();
}

}  // namespace moccasin::test
