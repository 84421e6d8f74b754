// SPDX-License-Identifier: Apache-2.0
#include "model/graph.h"

#include <algorithm>
#include <numeric>

#include "base/checked_int.h"
#include "model/order.h"

namespace moccasin::model {
namespace {

constexpr std::int64_t kLargestSum = std::int64_t{1} << 62;

std::string quoted(const Operation& operation) { return "'" + operation.name + "'"; }

// Adds non-negative amounts; remembers once the sum has passed kLargestSum.
class Sum {
 public:
  void add(std::int64_t amount) {
    if (amount > kLargestSum - total_) overflowed_ = true;
    if (!overflowed_) total_ += amount;
  }
  [[nodiscard]] std::int64_t total() const { return total_; }
  [[nodiscard]] bool overflowed() const { return overflowed_; }

 private:
  std::int64_t total_ = 0;
  bool overflowed_ = false;
};

// Rows of a compressed sparse matrix: begin[i]..begin[i + 1] are the places of row i's items.
std::vector<std::uint32_t> row_begins(const std::vector<std::uint32_t>& counts) {
  std::vector<std::uint32_t> begin(counts.size() + 1, 0);
  std::partial_sum(counts.begin(), counts.end(), begin.begin() + 1);
  return begin;
}

std::string cycle_text(const Graph& graph, const std::vector<OpIndex>& cycle) {
  constexpr std::size_t kNamed = 8;
  std::string text = "the graph has a cycle: ";
  for (std::size_t i = 0; i < std::min(cycle.size(), kNamed); ++i) {
    text += quoted(graph.operation(cycle[i])) + " -> ";
  }
  if (cycle.size() > kNamed) {
    text += "... (" + std::to_string(cycle.size() - kNamed) + " more) -> ";
  }
  return text + quoted(graph.operation(cycle.front()));
}

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
  std::vector<Issue> issues;
  const auto report = [&](IssueCode code, std::string message, std::vector<OpIndex> operations) {
    issues.push_back({code, std::move(message), std::move(operations)});
  };
  const std::size_t n = operations_.size();
  if (n == 0) report(IssueCode::empty, "the graph has no operations", {});

  // Amounts: signs, alignment, sums.
  Graph graph;
  graph.operations_ = operations_;
  graph.tensors_ = tensors_;
  graph.resident_ = resident_;
  Sum durations, bytes;
  if (resident_ < 0) report(IssueCode::negative_value, "resident is negative", {});
  if (alignment_ < 1) report(IssueCode::negative_value, "alignment is below 1", {});
  bytes.add(std::max<std::int64_t>(resident_, 0));
  const auto align_and_add = [&](std::int64_t& amount) {
    if (amount < 0 || alignment_ < 1) return;
    amount = base::checked_round_up(amount, alignment_).value_or(INT64_MAX);
    bytes.add(amount);
  };
  for (const OpIndex op : graph.operations_.indices()) {
    Operation& operation = graph.operations_[op];
    const auto check_sign = [&](std::int64_t amount, const char* what) {
      if (amount >= 0) return;
      report(IssueCode::negative_value, quoted(operation) + " has a negative " + what, {op});
    };
    check_sign(operation.duration, "duration");
    check_sign(operation.workspace, "workspace");
    check_sign(operation.max_copies, "max_copies");
    durations.add(std::max<std::int64_t>(operation.duration, 0));
    align_and_add(operation.workspace);
  }
  std::vector<std::uint32_t> output_counts(n, 0);
  for (const TensorIndex t : graph.tensors_.indices()) {
    Tensor& tensor = graph.tensors_[t];
    if (tensor.producer.value() >= n) {
      report(IssueCode::dangling_edge,
             "tensor " + std::to_string(t.value()) + " has no such producer", {});
      continue;
    }
    ++output_counts[tensor.producer.value()];
    if (tensor.size < 0) {
      report(IssueCode::negative_value,
             quoted(operations_[tensor.producer]) + " has an output of negative size",
             {tensor.producer});
    }
    align_and_add(tensor.size);
  }
  if (durations.overflowed()) {
    report(IssueCode::overflow, "the durations add up to more than 2^62", {});
  }
  if (bytes.overflowed()) report(IssueCode::overflow, "the sizes add up to more than 2^62", {});
  graph.base_duration_ = durations.total();
  for (const Read& read : reads_) {
    if (read.reader.value() >= n || read.tensor.value() >= tensors_.size()) {
      report(IssueCode::dangling_edge, "a read names an operation or a tensor that does not exist",
             {});
    }
  }
  if (!issues.empty()) return issues;

  // Rows. Duplicate reads are dropped where they would repeat within a reader's row.
  graph.output_begin_ = row_begins(output_counts);
  graph.outputs_.resize(tensors_.size());
  std::vector<std::uint32_t> next(graph.output_begin_.begin(), graph.output_begin_.end() - 1);
  for (const TensorIndex t : tensors_.indices()) {
    graph.outputs_[next[tensors_[t].producer.value()]++] = t;
  }
  std::vector<std::uint32_t> input_counts(n, 0), reader_counts(tensors_.size(), 0);
  std::vector<Read> reads;
  {
    std::vector<std::uint32_t> all_counts(n, 0);
    for (const Read& read : reads_) ++all_counts[read.reader.value()];
    std::vector<std::uint32_t> begin = row_begins(all_counts);
    std::vector<std::uint32_t> by_reader(reads_.size());
    std::vector<std::uint32_t> at(begin.begin(), begin.end() - 1);
    for (std::uint32_t i = 0; i < reads_.size(); ++i) by_reader[at[reads_[i].reader.value()]++] = i;
    std::vector<std::uint32_t> last_reader(tensors_.size(), 0xffffffff);
    std::vector<bool> duplicate(reads_.size(), false);
    for (const std::uint32_t i : by_reader) {
      std::uint32_t& last = last_reader[reads_[i].tensor.value()];
      duplicate[i] = last == reads_[i].reader.value();
      last = reads_[i].reader.value();
    }
    reads.reserve(reads_.size());
    for (std::size_t i = 0; i < reads_.size(); ++i) {
      if (!duplicate[i]) reads.push_back(reads_[i]);
    }
  }
  for (const Read& read : reads) {
    ++input_counts[read.reader.value()];
    ++reader_counts[read.tensor.value()];
  }
  graph.input_begin_ = row_begins(input_counts);
  graph.reader_begin_ = row_begins(reader_counts);
  graph.inputs_.resize(reads.size());
  graph.readers_.resize(reads.size());
  next.assign(graph.input_begin_.begin(), graph.input_begin_.end() - 1);
  std::vector<std::uint32_t> next_reader(graph.reader_begin_.begin(),
                                         graph.reader_begin_.end() - 1);
  for (const Read& read : reads) {
    graph.inputs_[next[read.reader.value()]++] = read.tensor;
    graph.readers_[next_reader[read.tensor.value()]++] = read.reader;
  }

  // The base order: given and checked, or made.
  if (const std::vector<OpIndex> cycle = find_cycle(graph); !cycle.empty()) {
    report(IssueCode::cycle, cycle_text(graph, cycle), cycle);
    return issues;
  }
  graph.base_order_ = base_order_.empty() ? generations_order(graph) : base_order_;
  graph.base_position_ = base::IndexedVector<OpIndex, std::uint32_t>(n, 0xffffffff);
  for (std::size_t i = 0; i < graph.base_order_.size(); ++i) {
    const OpIndex op = graph.base_order_[i];
    if (op.value() >= n) {
      report(IssueCode::bad_order, "the order names an operation that does not exist", {});
      return issues;
    }
    if (graph.base_position_[op] != 0xffffffff) {
      report(IssueCode::bad_order, "the order names " + quoted(operations_[op]) + " twice", {op});
      return issues;
    }
    graph.base_position_[op] = static_cast<std::uint32_t>(i);
  }
  for (const OpIndex op : graph.operations()) {
    if (graph.base_position_[op] == 0xffffffff) {
      report(IssueCode::bad_order, "the order leaves out " + quoted(operations_[op]), {op});
      return issues;
    }
  }
  for (const OpIndex op : graph.operations()) {
    for (const TensorIndex t : graph.inputs(op)) {
      const OpIndex producer = graph.tensor(t).producer;
      if (graph.base_position(producer) < graph.base_position(op)) continue;
      report(IssueCode::bad_order,
             "the order is not topological: " + quoted(operations_[op]) + " comes before " +
                 quoted(operations_[producer]) + ", whose output it reads",
             {op, producer});
      return issues;
    }
  }
  return graph;
}

}  // namespace moccasin::model
