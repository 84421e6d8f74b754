// SPDX-License-Identifier: Apache-2.0
#include "model/compiled/compiled_graph.h"

#include <algorithm>
#include <numeric>

namespace moccasin::compiled {
namespace {

// The base positions of a tensor's readers, ascending.
std::vector<std::size_t> reader_positions(const model::Graph& graph, model::TensorIndex tensor) {
  std::vector<std::size_t> positions;
  for (const model::OpIndex reader : graph.readers(tensor)) {
    positions.push_back(graph.base_position(reader));
  }
  std::sort(positions.begin(), positions.end());
  return positions;
}

// What decides an output's lifetime: outputs of one operation with equal fates are one tensor.
struct Fate {
  model::Retain retain;
  std::vector<std::size_t> readers;
  friend bool operator==(const Fate&, const Fate&) = default;
  // Not by the vectors' own operator: that of libstdc++ 12 is wrong on big-endian machines, and
  // libc++ 14 has none.
  friend bool operator<(const Fate& a, const Fate& b) {
    if (a.retain != b.retain) return a.retain < b.retain;
    return std::lexicographical_compare(a.readers.begin(), a.readers.end(), b.readers.begin(),
                                        b.readers.end());
  }
};

}  // namespace

CompiledGraph::CompiledGraph(const model::Problem& problem, Empty empty, Outputs outputs) {
  const model::Graph& graph = *problem.graph;
  for (const model::OpIndex op : graph.base_order()) {
    duration_.push_back(graph.operation(op).duration);
    transient_.push_back(graph.operation(op).workspace);
    original_.push_back(op);
    const std::int32_t allowed = problem.copies_allowed(op);
    copies_allowed_.push_back(allowed == 0 ? kAnyNumber : allowed);
  }
  const bool merges = outputs == Outputs::merged;
  link_reads(graph, merges ? merge_outputs(graph, empty) : take_outputs(graph));
  scale(problem, outputs);
}

// By tensor of the graph: what it has become; invalid: dropped.
std::vector<Tensor> CompiledGraph::merge_outputs(const model::Graph& graph, Empty empty) {
  std::vector<Tensor> merged(graph.num_tensors());
  tensor_begin_.push_back(0);
  std::vector<std::pair<Fate, model::TensorIndex>> outputs;
  for (const Op op : ops()) {
    outputs.clear();
    for (const model::TensorIndex output : graph.outputs(original_[op])) {
      const model::Tensor& tensor = graph.tensor(output);
      if (tensor.size == 0 && empty == Empty::dropped) continue;  // live or not, nobody can tell
      if (graph.readers(output).empty() && tensor.retain == model::Retain::no) {
        transient_[op] += tensor.size;
      } else {
        outputs.push_back({{tensor.retain, reader_positions(graph, output)}, output});
      }
    }
    std::sort(outputs.begin(), outputs.end());
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      if (i == 0 || outputs[i].first != outputs[i - 1].first) {
        tensor_.push_back({op, 0, outputs[i].first.retain});
      }
      const Tensor tensor(tensor_.size() - 1);
      tensor_[tensor].size += graph.tensor(outputs[i].second).size;
      merged[outputs[i].second.value()] = tensor;
    }
    tensor_begin_.push_back(static_cast<std::uint32_t>(tensor_.size()));
  }
  return merged;
}

std::vector<Tensor> CompiledGraph::take_outputs(const model::Graph& graph) {
  std::vector<Tensor> taken(graph.num_tensors());
  tensor_begin_.push_back(0);
  for (const Op op : ops()) {
    for (const model::TensorIndex output : graph.outputs(original_[op])) {
      const model::Tensor& tensor = graph.tensor(output);
      taken[output.value()] = tensor_.push_back({op, tensor.size, tensor.retain});
    }
    tensor_begin_.push_back(static_cast<std::uint32_t>(tensor_.size()));
  }
  return taken;
}

void CompiledGraph::link_reads(const model::Graph& graph, const std::vector<Tensor>& merged) {
  input_begin_.push_back(0);
  reader_begin_.assign(tensor_.size() + 1, 0);
  for (const Op op : ops()) {
    const std::size_t begin = inputs_.size();
    for (const model::TensorIndex input : graph.inputs(original_[op])) {
      if (merged[input.value()].valid()) inputs_.push_back(merged[input.value()]);
    }
    const auto row = inputs_.begin() + static_cast<std::ptrdiff_t>(begin);
    std::sort(row, inputs_.end());
    inputs_.erase(std::unique(row, inputs_.end()), inputs_.end());
    for (std::size_t i = begin; i < inputs_.size(); ++i) ++reader_begin_[inputs_[i].value() + 1];
    input_begin_.push_back(static_cast<std::uint32_t>(inputs_.size()));
  }
  std::partial_sum(reader_begin_.begin(), reader_begin_.end(), reader_begin_.begin());
  readers_.resize(inputs_.size());
  std::vector<std::uint32_t> next(reader_begin_.begin(), reader_begin_.end() - 1);
  for (const Op op : ops()) {
    for (const Tensor tensor : inputs(op)) readers_[next[tensor.value()]++] = op;
  }
}

void CompiledGraph::scale(const model::Problem& problem, Outputs outputs) {
  std::int64_t unit = 0, total = 0;
  for (const Op op : ops()) {
    unit = std::gcd(unit, transient_[op]);
    total += transient_[op];
  }
  for (const Tensor t : tensors()) {
    unit = std::gcd(unit, tensor_[t].size);
    total += tensor_[t].size;
  }
  // No more units than keep the excess of the longest sequence within 64 bits.
  const auto most_units = (std::int64_t{1} << 62) / static_cast<std::int64_t>(most_steps());
  unit = outputs == Outputs::as_given ? 1 : std::max<std::int64_t>(unit, 1);
  if (outputs == Outputs::merged && total / unit > most_units) {
    unit = total / most_units + 1;
    exact_ = false;
  }
  const auto rounded_up = [&](std::int64_t bytes) { return bytes / unit + (bytes % unit != 0); };
  // Live units are whole, so flooring the budget loses nothing. Below zero nothing fits at all.
  size_unit_ = unit;
  resident_ = problem.graph->resident();
  const std::int64_t room = problem.budget - resident_;
  budget_ = room >= 0 ? room / unit : -1;
  std::int64_t total_size = 0;
  for (const Tensor t : tensors()) {
    tensor_[t].size = rounded_up(tensor_[t].size);
    total_size += tensor_[t].size;
  }
  footprint_ = base::IndexedVector<Op, std::int64_t>(num_ops(), 0);
  for (const Op op : ops()) {
    transient_[op] = rounded_up(transient_[op]);
    footprint_[op] = transient_[op];
    for (std::uint32_t i = 0; i < num_tensors(op); ++i) {
      footprint_[op] += tensor_[Tensor(first_tensor(op).value() + i)].size;
    }
  }
  const auto mean = [](std::int64_t sum, std::size_t count) {
    return count == 0 ? 1 : std::max<std::int64_t>(sum / static_cast<std::int64_t>(count), 1);
  };
  mean_duration_ = mean(problem.graph->base_duration(), num_ops());
  mean_size_ = mean(total_size, num_tensors());
}

}  // namespace moccasin::compiled
