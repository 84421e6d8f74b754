// SPDX-License-Identifier: Apache-2.0
#include "model/graph_builder.h"

#include <algorithm>

#include "base/checked_int.h"
#include "base/printable.h"
#include "model/order.h"

namespace moccasin::model {
namespace {

constexpr std::int64_t kLargestSum = std::int64_t{1} << 62;

// Adds amounts, the negative as nothing; remembers once the sum has passed kLargestSum.
class Sum {
 public:
  void add(std::int64_t amount) {
    if (amount > kLargestSum - total_) overflowed_ = true;
    if (!overflowed_) total_ += std::max<std::int64_t>(amount, 0);
  }
  [[nodiscard]] std::int64_t total() const { return total_; }
  [[nodiscard]] bool overflowed() const { return overflowed_; }

 private:
  std::int64_t total_ = 0;
  bool overflowed_ = false;
};

}  // namespace

OpIndex GraphBuilder::add_operation(Operation operation) {
  return operations_.push_back(std::move(operation));
}

TensorIndex GraphBuilder::add_output(OpIndex producer, std::int64_t size, Retain retain) {
  return tensors_.push_back({producer, size, retain});
}

void GraphBuilder::add_read(OpIndex reader, TensorIndex tensor) {
  reads_.push_back({reader, tensor});
}

std::variant<Graph, std::vector<Issue>> GraphBuilder::build() const {
  Issues issues;
  check_settings(issues);
  for (const OpIndex op : operations_.indices()) check_operation(op, issues);
  for (const TensorIndex tensor : tensors_.indices()) check_tensor(tensor, issues);
  check_sums(issues);
  check_reads(issues);
  if (!issues.empty()) return issues;

  Graph graph = joined();
  if (const std::vector<OpIndex> cycle = find_cycle(graph); !cycle.empty()) {
    return Issues{{IssueCode::cycle, cycle_message(cycle), cycle}};
  }
  if (base_order_.empty()) {
    set_base_order(graph, generations_order(graph));
    return graph;
  }
  if (std::optional<Issue> issue = order_repeats_or_lacks()) return Issues{*std::move(issue)};
  set_base_order(graph, base_order_);
  if (std::optional<Issue> issue = order_is_not_topological(graph)) {
    return Issues{*std::move(issue)};
  }
  return graph;
}

void GraphBuilder::check_settings(Issues& issues) const {
  if (operations_.empty()) issues.push_back({IssueCode::empty, "the graph has no operations", {}});
  if (resident_ < 0) issues.push_back({IssueCode::negative_value, "resident is negative", {}});
  if (alignment_ < 1) issues.push_back({IssueCode::negative_value, "alignment is below 1", {}});
}

void GraphBuilder::check_operation(OpIndex op, Issues& issues) const {
  const Operation& operation = operations_[op];
  const auto check_sign = [&](std::int64_t amount, const char* what) {
    if (amount >= 0) return;
    issues.push_back({IssueCode::negative_value, quoted(op) + " has a negative " + what, {op}});
  };
  check_sign(operation.duration, "duration");
  check_sign(operation.workspace, "workspace");
  check_sign(operation.max_copies, "max_copies");
}

void GraphBuilder::check_tensor(TensorIndex tensor, Issues& issues) const {
  const auto& [producer, size, retain] = tensors_[tensor];
  if (!exists(producer)) {
    issues.push_back({IssueCode::dangling_edge,
                      "tensor " + std::to_string(tensor.value()) + " has no such producer",
                      {}});
  } else if (size < 0) {
    issues.push_back({IssueCode::negative_value,
                      quoted(producer) + " has an output of negative size",
                      {producer}});
  }
}

void GraphBuilder::check_sums(Issues& issues) const {
  Sum durations, bytes;
  bytes.add(resident_);
  for (const Operation& operation : operations_) {
    durations.add(operation.duration);
    bytes.add(aligned(operation.workspace));
  }
  for (const Tensor& tensor : tensors_) bytes.add(aligned(tensor.size));
  if (durations.overflowed()) {
    issues.push_back({IssueCode::overflow, "the durations add up to more than 2^62", {}});
  }
  if (bytes.overflowed()) {
    issues.push_back({IssueCode::overflow, "the sizes add up to more than 2^62", {}});
  }
}

void GraphBuilder::check_reads(Issues& issues) const {
  for (const Read& read : reads_) {
    if (exists(read.reader) && exists(read.tensor)) continue;
    std::string message = "operation " + std::to_string(read.reader.value());
    std::vector<OpIndex> operations;
    if (exists(read.reader)) {
      message = quoted(read.reader) + " (" + message + ")";
      operations.push_back(read.reader);
    } else {
      message += ", which does not exist,";
    }
    if (!read.tensor.valid()) {
      message += " reads the output of an operation without one";
    } else {
      message += " reads tensor " + std::to_string(read.tensor.value());
      if (!exists(read.tensor)) message += ", which does not exist";
    }
    issues.push_back({IssueCode::dangling_edge, std::move(message), std::move(operations)});
  }
}

std::int64_t GraphBuilder::aligned(std::int64_t bytes) const {
  if (bytes < 0 || alignment_ < 1) return bytes;
  return base::checked_round_up(bytes, alignment_).value_or(INT64_MAX);
}

Graph GraphBuilder::joined() const {
  Graph graph;
  graph.operations_ = operations_;
  graph.tensors_ = tensors_;
  graph.resident_ = resident_;
  for (const OpIndex op : operations_.indices()) {
    graph.base_duration_ += operations_[op].duration;
    graph.operations_[op].workspace = aligned(operations_[op].workspace);
  }
  for (const TensorIndex t : tensors_.indices()) graph.tensors_[t].size = aligned(tensors_[t].size);

  const std::vector<Read> reads = distinct_reads();
  graph.outputs_ = Rows<OpIndex, TensorIndex>(operations_.size(), [&](const auto& add) {
    for (const TensorIndex t : tensors_.indices()) add(tensors_[t].producer, t);
  });
  graph.inputs_ = Rows<OpIndex, TensorIndex>(operations_.size(), [&](const auto& add) {
    for (const Read& read : reads) add(read.reader, read.tensor);
  });
  graph.readers_ = Rows<TensorIndex, OpIndex>(tensors_.size(), [&](const auto& add) {
    for (const Read& read : reads) add(read.tensor, read.reader);
  });
  return graph;
}

std::vector<GraphBuilder::Read> GraphBuilder::distinct_reads() const {
  // Reader by reader, a tensor whose last reader is this one has been read by it before.
  const Rows<OpIndex, std::uint32_t> places(operations_.size(), [&](const auto& add) {
    for (std::uint32_t i = 0; i < reads_.size(); ++i) add(reads_[i].reader, i);
  });
  std::vector<bool> repeated(reads_.size(), false);
  base::IndexedVector<TensorIndex, OpIndex> last_reader(tensors_.size());
  for (const OpIndex reader : operations_.indices()) {
    for (const std::uint32_t i : places[reader]) {
      OpIndex& last = last_reader[reads_[i].tensor];
      repeated[i] = last == reader;
      last = reader;
    }
  }
  std::vector<Read> reads;
  reads.reserve(reads_.size());
  for (std::size_t i = 0; i < reads_.size(); ++i) {
    if (!repeated[i]) reads.push_back(reads_[i]);
  }
  return reads;
}

std::string GraphBuilder::quoted(OpIndex op) const {
  return "'" + base::short_name(operations_[op].name) + "'";
}

std::string GraphBuilder::cycle_message(const std::vector<OpIndex>& cycle) const {
  constexpr std::size_t kNamed = 8;
  std::string message = "the graph has a cycle: ";
  for (std::size_t i = 0; i < std::min(cycle.size(), kNamed); ++i) {
    message += quoted(cycle[i]) + " -> ";
  }
  if (cycle.size() > kNamed) {
    message += "... (" + std::to_string(cycle.size() - kNamed) + " more) -> ";
  }
  return message + quoted(cycle.front());
}

std::optional<Issue> GraphBuilder::order_repeats_or_lacks() const {
  base::IndexedVector<OpIndex, char> seen(operations_.size(), 0);
  for (const OpIndex op : base_order_) {
    if (!exists(op)) {
      return Issue{IssueCode::bad_order, "the order names an operation that does not exist", {}};
    }
    if (seen[op] != 0) {
      return Issue{IssueCode::bad_order, "the order names " + quoted(op) + " twice", {op}};
    }
    seen[op] = 1;
  }
  for (const OpIndex op : operations_.indices()) {
    if (seen[op] != 0) continue;
    return Issue{IssueCode::bad_order, "the order leaves out " + quoted(op), {op}};
  }
  return std::nullopt;
}

Graph GraphBuilder::reordered(const Graph& graph, std::vector<OpIndex> order) {
  Graph other = graph;
  set_base_order(other, std::move(order));
  return other;
}

void GraphBuilder::set_base_order(Graph& graph, std::vector<OpIndex> order) {
  graph.base_position_ = base::IndexedVector<OpIndex, std::uint32_t>(order.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) graph.base_position_[order[i]] = i;
  graph.base_order_ = std::move(order);
}

std::optional<Issue> GraphBuilder::order_is_not_topological(const Graph& graph) const {
  for (const OpIndex op : graph.operations()) {
    for (const TensorIndex t : graph.inputs(op)) {
      const OpIndex producer = graph.tensor(t).producer;
      if (graph.base_position(producer) < graph.base_position(op)) continue;
      return Issue{IssueCode::bad_order,
                   "the order is not topological: " + quoted(op) + " comes before " +
                       quoted(producer) + ", whose output it reads",
                   {op, producer}};
    }
  }
  return std::nullopt;
}

}  // namespace moccasin::model
