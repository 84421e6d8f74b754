// SPDX-License-Identifier: Apache-2.0
#include "model/order.h"

#include <algorithm>
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
  // growth[op]: bytes live after op that were not live before it. It only falls while op waits:
  // whenever one of its inputs loses its other readers, op gets to free that input.
  auto waiting = input_counts(graph);
  base::IndexedVector<TensorIndex, std::uint32_t> readers_left(graph.num_tensors());
  for (const TensorIndex t : graph.tensors()) {
    readers_left[t] = static_cast<std::uint32_t>(graph.readers(t).size());
  }
  const auto freed_by_last_reader = [&](TensorIndex t) {
    return readers_left[t] == 1 && graph.tensor(t).retain == Retain::no ? graph.tensor(t).size : 0;
  };
  base::IndexedVector<OpIndex, std::int64_t> growth(graph.num_operations(), 0);
  base::IndexedVector<OpIndex, char> done(graph.num_operations(), 0);
  using Entry = std::pair<std::int64_t, std::size_t>;  // growth, base position
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> ready;
  const auto push = [&](OpIndex op) { ready.emplace(growth[op], graph.base_position(op)); };
  for (const OpIndex op : graph.operations()) {
    for (const TensorIndex t : graph.outputs(op)) {
      const bool kept = !graph.readers(t).empty() || graph.tensor(t).retain == Retain::yes;
      if (kept) growth[op] += graph.tensor(t).size;
    }
    for (const TensorIndex t : graph.inputs(op)) growth[op] -= freed_by_last_reader(t);
    if (waiting[op] == 0) push(op);
  }
  std::vector<OpIndex> order;
  order.reserve(graph.num_operations());
  while (!ready.empty()) {
    const auto [entry_growth, position] = ready.top();
    ready.pop();
    const OpIndex op = graph.base_order()[position];
    if (done[op] || entry_growth != growth[op]) continue;  // an older entry of the same operation
    done[op] = 1;
    order.push_back(op);
    for (const TensorIndex t : graph.inputs(op)) {
      if (--readers_left[t] != 1) continue;
      for (const OpIndex reader : graph.readers(t)) {
        if (done[reader]) continue;
        growth[reader] -= freed_by_last_reader(t);
        if (waiting[reader] == 0) push(reader);
      }
    }
    for (const TensorIndex t : graph.outputs(op)) {
      for (const OpIndex reader : graph.readers(t)) {
        if (--waiting[reader] == 0) push(reader);
      }
    }
  }
  return order;
}

std::vector<OpIndex> backward_memory_growth_order(const Graph& graph) {
  // growth[op]: bytes live before op that are not live after it. It only falls while op waits:
  // whenever one of its inputs gets a later reader, or is retained, it is live anyway.
  base::IndexedVector<OpIndex, std::uint32_t> waiting(graph.num_operations(), 0);
  base::IndexedVector<OpIndex, std::int64_t> growth(graph.num_operations(), 0);
  base::IndexedVector<OpIndex, char> done(graph.num_operations(), 0);
  base::IndexedVector<TensorIndex, char> live(graph.num_tensors(), 0);
  using Entry = std::pair<std::int64_t, std::int64_t>;  // growth, places from the end of base order
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> ready;
  const auto num_operations = static_cast<std::int64_t>(graph.num_operations());
  const auto push = [&](OpIndex op) {
    ready.emplace(growth[op], num_operations - static_cast<std::int64_t>(graph.base_position(op)));
  };
  for (const TensorIndex t : graph.tensors()) {
    const Tensor& tensor = graph.tensor(t);
    live[t] = tensor.retain == Retain::yes ? 1 : 0;
    waiting[tensor.producer] += static_cast<std::uint32_t>(graph.readers(t).size());
    if (live[t] || !graph.readers(t).empty()) growth[tensor.producer] -= tensor.size;
    for (const OpIndex reader : graph.readers(t)) growth[reader] += live[t] ? 0 : tensor.size;
  }
  for (const OpIndex op : graph.operations()) {
    if (waiting[op] == 0) push(op);
  }
  std::vector<OpIndex> order;
  order.reserve(graph.num_operations());
  while (!ready.empty()) {
    const auto [entry_growth, place] = ready.top();
    ready.pop();
    const OpIndex op = graph.base_order()[static_cast<std::size_t>(num_operations - place)];
    if (done[op] || entry_growth != growth[op]) continue;  // an older entry of the same operation
    done[op] = 1;
    order.push_back(op);
    for (const TensorIndex t : graph.inputs(op)) {
      if (live[t]) continue;
      live[t] = 1;
      for (const OpIndex reader : graph.readers(t)) {
        if (done[reader]) continue;
        growth[reader] -= graph.tensor(t).size;
        if (waiting[reader] == 0) push(reader);
      }
    }
    for (const TensorIndex t : graph.inputs(op)) {
      const OpIndex producer = graph.tensor(t).producer;
      if (--waiting[producer] == 0) push(producer);
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
