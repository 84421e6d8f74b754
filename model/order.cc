// SPDX-License-Identifier: Apache-2.0
#include "model/order.h"

#include <algorithm>
#include <optional>
#include <queue>
#include <utility>

namespace moccasin::model {
namespace {

// How many reads each operation still waits for.
base::IndexedVector<OpIndex, std::uint32_t> input_counts(const Graph& graph) {
  base::IndexedVector<OpIndex, std::uint32_t> counts(graph.num_operations());
  for (const OpIndex op : graph.operations()) {
    counts[op] = static_cast<std::uint32_t>(graph.inputs(op).size());
  }
  return counts;
}

// Operations that may come next, by how much memory grows then. Growth may fall while they wait:
// the operation is pushed again, and what was pushed before is stale.
class GrowthQueue {
 public:
  enum class Ties { earlier_first, later_first };  // in base order

  GrowthQueue(const Graph& graph, Ties ties)
      : growth(graph.num_operations(), 0),
        graph_(graph),
        ties_(ties),
        done_(graph.num_operations(), 0) {}

  base::IndexedVector<OpIndex, std::int64_t> growth;

  [[nodiscard]] bool done(OpIndex op) const { return done_[op] != 0; }
  void push(OpIndex op) { entries_.emplace(growth[op], mirrored(graph_.base_position(op))); }

  // The one of least growth, which is done then; nothing: all pushed are.
  std::optional<OpIndex> pop() {
    while (!entries_.empty()) {
      const auto [growth_then, place] = entries_.top();
      entries_.pop();
      const OpIndex op = graph_.base_order()[mirrored(place)];
      if (done(op) || growth_then != growth[op]) continue;
      done_[op] = 1;
      return op;
    }
    return std::nullopt;
  }

 private:
  using Entry = std::pair<std::int64_t, std::size_t>;  // growth; place, in the order of ties

  [[nodiscard]] std::size_t mirrored(std::size_t position) const {
    return ties_ == Ties::earlier_first ? position : graph_.num_operations() - 1 - position;
  }

  const Graph& graph_;
  const Ties ties_;
  base::IndexedVector<OpIndex, char> done_;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> entries_;
};

}  // namespace

std::vector<OpIndex> generations_order(const Graph& graph) {
  auto waiting = input_counts(graph);
  std::vector<OpIndex> order;
  order.reserve(graph.num_operations());
  for (const OpIndex op : graph.operations()) {
    if (waiting[op] == 0) order.push_back(op);
  }
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (const TensorIndex tensor : graph.outputs(order[i])) {
      for (const OpIndex reader : graph.readers(tensor)) {
        if (--waiting[reader] == 0) order.push_back(reader);
      }
    }
  }
  return order;
}

std::vector<OpIndex> depth_first_order(const Graph& graph) {
  std::vector<OpIndex> order;
  order.reserve(graph.num_operations());
  base::IndexedVector<OpIndex, std::uint32_t> next_input(graph.num_operations(), 0);
  base::IndexedVector<OpIndex, char> seen(graph.num_operations(), 0);
  std::vector<OpIndex> stack;
  for (const OpIndex root : graph.base_order()) {
    const auto outputs = graph.outputs(root);
    const bool sink = std::all_of(outputs.begin(), outputs.end(),
                                  [&](TensorIndex t) { return graph.readers(t).empty(); });
    if (!sink) continue;
    stack.push_back(root);
    seen[root] = 1;
    while (!stack.empty()) {
      const OpIndex op = stack.back();
      if (next_input[op] == graph.inputs(op).size()) {
        order.push_back(op);
        stack.pop_back();
        continue;
      }
      const OpIndex producer = graph.tensor(graph.inputs(op)[next_input[op]++]).producer;
      if (seen[producer]) continue;
      seen[producer] = 1;
      stack.push_back(producer);
    }
  }
  return order;
}

std::vector<OpIndex> memory_growth_order(const Graph& graph) {
  // Growth: bytes live after op that were not live before it. It only falls while op waits:
  // whenever one of its inputs loses its other readers, op gets to free that input.
  GrowthQueue queue(graph, GrowthQueue::Ties::earlier_first);
  auto waiting = input_counts(graph);
  base::IndexedVector<TensorIndex, std::uint32_t> readers_left(graph.num_tensors());
  for (const TensorIndex t : graph.tensors()) {
    readers_left[t] = static_cast<std::uint32_t>(graph.readers(t).size());
  }
  const auto freed_by_last_reader = [&](TensorIndex t) {
    return readers_left[t] == 1 && graph.tensor(t).retain == Retain::no ? graph.tensor(t).size : 0;
  };
  for (const OpIndex op : graph.operations()) {
    for (const TensorIndex t : graph.outputs(op)) {
      const bool kept = !graph.readers(t).empty() || graph.tensor(t).retain == Retain::yes;
      if (kept) queue.growth[op] += graph.tensor(t).size;
    }
    for (const TensorIndex t : graph.inputs(op)) queue.growth[op] -= freed_by_last_reader(t);
    if (waiting[op] == 0) queue.push(op);
  }
  std::vector<OpIndex> order;
  order.reserve(graph.num_operations());
  while (const std::optional<OpIndex> op = queue.pop()) {
    order.push_back(*op);
    for (const TensorIndex t : graph.inputs(*op)) {
      if (--readers_left[t] != 1) continue;
      for (const OpIndex reader : graph.readers(t)) {
        if (queue.done(reader)) continue;
        queue.growth[reader] -= freed_by_last_reader(t);
        if (waiting[reader] == 0) queue.push(reader);
      }
    }
    for (const TensorIndex t : graph.outputs(*op)) {
      for (const OpIndex reader : graph.readers(t)) {
        if (--waiting[reader] == 0) queue.push(reader);
      }
    }
  }
  return order;
}

std::vector<OpIndex> backward_memory_growth_order(const Graph& graph) {
  // Growth: bytes live before op that are not live after it. It only falls while op waits: whenever
  // one of its inputs gets a later reader, it is live anyway.
  GrowthQueue queue(graph, GrowthQueue::Ties::later_first);
  base::IndexedVector<OpIndex, std::uint32_t> waiting(graph.num_operations(), 0);
  base::IndexedVector<TensorIndex, char> live(graph.num_tensors(), 0);
  for (const TensorIndex t : graph.tensors()) {
    const Tensor& tensor = graph.tensor(t);
    live[t] = tensor.retain == Retain::yes ? 1 : 0;
    waiting[tensor.producer] += static_cast<std::uint32_t>(graph.readers(t).size());
    if (live[t] || !graph.readers(t).empty()) queue.growth[tensor.producer] -= tensor.size;
    for (const OpIndex reader : graph.readers(t)) queue.growth[reader] += live[t] ? 0 : tensor.size;
  }
  for (const OpIndex op : graph.operations()) {
    if (waiting[op] == 0) queue.push(op);
  }
  std::vector<OpIndex> order;
  order.reserve(graph.num_operations());
  while (const std::optional<OpIndex> op = queue.pop()) {
    order.push_back(*op);
    for (const TensorIndex t : graph.inputs(*op)) {
      if (live[t]) continue;
      live[t] = 1;
      for (const OpIndex reader : graph.readers(t)) {
        if (queue.done(reader)) continue;
        queue.growth[reader] -= graph.tensor(t).size;
        if (waiting[reader] == 0) queue.push(reader);
      }
    }
    for (const TensorIndex t : graph.inputs(*op)) {
      const OpIndex producer = graph.tensor(t).producer;
      if (--waiting[producer] == 0) queue.push(producer);
    }
  }
  std::reverse(order.begin(), order.end());
  return order;
}

std::vector<OpIndex> find_cycle(const Graph& graph) {
  enum class Mark : char { unseen, open, closed };
  base::IndexedVector<OpIndex, Mark> mark(graph.num_operations(), Mark::unseen);
  base::IndexedVector<OpIndex, std::uint32_t> next_input(graph.num_operations(), 0);
  std::vector<OpIndex> path;  // each operation reads from the one after it
  for (const OpIndex root : graph.operations()) {
    if (mark[root] != Mark::unseen) continue;
    path.push_back(root);
    mark[root] = Mark::open;
    while (!path.empty()) {
      const OpIndex op = path.back();
      if (next_input[op] == graph.inputs(op).size()) {
        mark[op] = Mark::closed;
        path.pop_back();
        continue;
      }
      const OpIndex producer = graph.tensor(graph.inputs(op)[next_input[op]++]).producer;
      if (mark[producer] == Mark::open) {
        std::vector<OpIndex> cycle(std::find(path.begin(), path.end(), producer), path.end());
        std::reverse(cycle.begin(), cycle.end());
        return cycle;
      }
      if (mark[producer] == Mark::closed) continue;
      mark[producer] = Mark::open;
      path.push_back(producer);
    }
  }
  return {};
}

}  // namespace moccasin::model
