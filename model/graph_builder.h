// SPDX-License-Identifier: Apache-2.0
// How a graph comes into being: collected piece by piece, then checked as a whole.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "model/graph.h"

namespace moccasin::model {

enum class IssueCode { empty, cycle, dangling_edge, negative_value, overflow, bad_order };

// Why a graph could not be built: one clear line, and the operations it is about.
struct Issue {
  IssueCode code = IssueCode::empty;
  std::string message;
  std::vector<OpIndex> operations;
  friend bool operator==(const Issue&, const Issue&) = default;
};

// Indices it was given that do not exist are reported by build(), not asserted: they are the
// caller's.
class GraphBuilder {
 public:
  OpIndex add_operation(Operation operation);
  // Of an operation that was added.
  [[nodiscard]] std::int64_t duration(OpIndex op) const { return operations_[op].duration; }
  void set_duration(OpIndex op, std::int64_t ticks) { operations_[op].duration = ticks; }
  TensorIndex add_output(OpIndex producer, std::int64_t size, Retain retain = Retain::no);
  void make_room_for_output() { tensors_.make_room(); }  // the next one cannot fail
  void add_read(OpIndex reader, TensorIndex tensor);     // duplicates are merged
  void set_resident(std::int64_t bytes) { resident_ = bytes; }
  // Every output and workspace is rounded up to a multiple of `bytes` (>= 1) by build().
  void set_alignment(std::int64_t bytes) { alignment_ = bytes; }
  // The base order; without it build() takes generations_order (model/order.h).
  void set_base_order(std::vector<OpIndex> order) { base_order_ = std::move(order); }

  [[nodiscard]] std::size_t num_operations() const { return operations_.size(); }
  [[nodiscard]] std::size_t num_tensors() const { return tensors_.size(); }

  // The graph, or every issue found. After a build of a graph without issues: the base order is
  // topological, all amounts are >= 0, and neither the sum of all durations nor resident + the
  // sum of all sizes and workspaces exceeds 2^62, so that a schedule's live bytes never overflow.
  [[nodiscard]] std::variant<Graph, std::vector<Issue>> build() const;

  // The same operations and tensors, indices and all, with another base order. Pre-condition:
  // `order` is a topological order of all operations.
  [[nodiscard]] static Graph reordered(const Graph& graph, std::vector<OpIndex> order);

  // The same graph with operations named by `name_of(op)`.
  template <class NameOf>
  [[nodiscard]] static Graph renamed(Graph graph, const NameOf& name_of) {
    for (const OpIndex op : graph.operations()) graph.operations_[op].name = name_of(op);
    return graph;
  }

 private:
  struct Read {
    OpIndex reader;
    TensorIndex tensor;
  };
  using Issues = std::vector<Issue>;

  // What is wrong with the pieces, each by itself and all added up.
  void check_settings(Issues& issues) const;
  void check_operation(OpIndex op, Issues& issues) const;
  void check_tensor(TensorIndex tensor, Issues& issues) const;
  void check_sums(Issues& issues) const;
  void check_reads(Issues& issues) const;
  // What is wrong with the base order given: with itself, with the reads.
  [[nodiscard]] std::optional<Issue> order_repeats_or_lacks() const;
  [[nodiscard]] std::optional<Issue> order_is_not_topological(const Graph& graph) const;
  [[nodiscard]] std::string cycle_message(const std::vector<OpIndex>& cycle) const;

  [[nodiscard]] bool exists(OpIndex op) const { return op.value() < operations_.size(); }
  [[nodiscard]] bool exists(TensorIndex t) const { return t.value() < tensors_.size(); }
  [[nodiscard]] std::string quoted(OpIndex op) const;
  [[nodiscard]] std::int64_t aligned(std::int64_t bytes) const;

  // The graph, but for its base order. Pre-condition: the pieces are without issues.
  [[nodiscard]] Graph joined() const;
  [[nodiscard]] std::vector<Read> distinct_reads() const;
  static void set_base_order(Graph& graph, std::vector<OpIndex> order);

  base::IndexedVector<OpIndex, Operation> operations_;
  base::IndexedVector<TensorIndex, Tensor> tensors_;
  std::vector<Read> reads_;
  std::vector<OpIndex> base_order_;
  std::int64_t resident_ = 0;
  std::int64_t alignment_ = 1;
};

}  // namespace moccasin::model
