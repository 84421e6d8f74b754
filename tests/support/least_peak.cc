// SPDX-License-Identifier: Apache-2.0
#include "tests/support/least_peak.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <queue>
#include <stdexcept>
#include <utility>
#include <vector>

#include "base/assert.h"

namespace moccasin::test {
namespace {

using model::OpIndex;
using model::TensorIndex;

// What has run, and which tensors are kept in memory: a bit each. A kept tensor may be dropped at
// any time; reading it, and having it at the end if it is retained, is possible only while it is
// kept. So the best way of dropping is when it is read last, as in a schedule.
using State = std::uint32_t;

class Exhaustion {
 public:
  explicit Exhaustion(const model::Graph& graph)
      : graph_(graph),
        states_(State{1} << (graph.num_operations() + graph.num_tensors())),
        peak_(states_, INT64_MAX),
        from_(states_, 0),
        by_(states_) {}

  // Dijkstra's algorithm, where a way is as long as its highest step.
  model::Schedule least_peak() {
    reach(0, 0, graph_.resident(), OpIndex());
    while (!queue_.empty()) {
      const auto [peak, state] = queue_.top();
      queue_.pop();
      if (peak > peak_[state]) continue;
      if (complete(state)) return way_to(state);
      for (const TensorIndex tensor : graph_.tensors()) {
        reach(state & ~bit(tensor), state, peak, OpIndex());
      }
      for (const OpIndex op : graph_.operations()) run(op, state, peak);
    }
    throw std::logic_error("every graph has a schedule");
  }

 private:
  [[nodiscard]] static State bit(OpIndex op) { return State{1} << op.value(); }
  [[nodiscard]] State bit(TensorIndex tensor) const {
    return State{1} << (graph_.num_operations() + tensor.value());
  }

  [[nodiscard]] bool complete(State state) const {
    const auto ops = graph_.operations();
    const auto tensors = graph_.tensors();
    return std::all_of(ops.begin(), ops.end(), [&](OpIndex op) { return state & bit(op); }) &&
           std::all_of(tensors.begin(), tensors.end(), [&](TensorIndex tensor) {
             return graph_.tensor(tensor).retain == model::Retain::no || (state & bit(tensor)) != 0;
           });
  }

  void run(OpIndex op, State state, std::int64_t peak) {
    State after = state | bit(op);
    for (const TensorIndex tensor : graph_.inputs(op)) {
      if ((state & bit(tensor)) == 0) return;
    }
    for (const TensorIndex tensor : graph_.outputs(op)) after |= bit(tensor);
    std::int64_t live = graph_.resident() + graph_.operation(op).workspace;
    for (const TensorIndex tensor : graph_.tensors()) {
      if ((after & bit(tensor)) != 0) live += graph_.tensor(tensor).size;
    }
    reach(after, state, std::max(peak, live), op);
  }

  void reach(State state, State from, std::int64_t peak, OpIndex by) {
    if (peak >= peak_[state]) return;
    peak_[state] = peak;
    from_[state] = from;
    by_[state] = by;
    queue_.emplace(peak, state);
  }

  [[nodiscard]] model::Schedule way_to(State state) const {
    model::Schedule schedule;
    for (; state != 0; state = from_[state]) {
      if (by_[state].valid()) schedule.steps.push_back(by_[state]);
    }
    std::reverse(schedule.steps.begin(), schedule.steps.end());
    return schedule;
  }

  const model::Graph& graph_;
  const std::size_t states_;
  std::vector<std::int64_t> peak_;
  std::vector<State> from_;
  std::vector<OpIndex> by_;  // invalid: by dropping a tensor
  std::priority_queue<std::pair<std::int64_t, State>, std::vector<std::pair<std::int64_t, State>>,
                      std::greater<>>
      queue_;
};

}  // namespace

model::Schedule least_peak_schedule(const model::Graph& graph) {
  MOCCASIN_ASSERT(graph.num_operations() + graph.num_tensors() <= 24);
  return Exhaustion(graph).least_peak();
}

}  // namespace moccasin::test
