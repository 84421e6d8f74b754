// SPDX-License-Identifier: Apache-2.0
// A computation graph: operations that take time, and the tensors they write and read.
//
//        x(4)          y(2)              operations a b c, tensors x y z with their sizes;
//   a ---------> b ---------> c          a writes x, which b and c read; b writes y, which c reads.
//   |                         ^          In the base order a b c, x is live during steps 0..2,
//   +-------------------------+          y during 1..2.
//
// Immutable once built, compressed sparse rows, memory linear in operations + tensors + reads.
// The semantics of every field are those of the MOCCASIN model (Bartan et al., ICML 2023,
// arXiv 2304.14463), extended to operations of several outputs.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/strong_index.h"

namespace moccasin::model {

using OpIndex = base::StrongIndex<struct OpTag>;          // in order of addition
using TensorIndex = base::StrongIndex<struct TensorTag>;  // in order of addition

struct Operation {
  std::string name;             // for messages and files
  std::int64_t duration = 0;    // integer ticks, >= 0; the unit is the caller's
  std::int64_t workspace = 0;   // bytes live only while the operation runs, >= 0
  std::int32_t max_copies = 0;  // runs allowed; 0: no limit of its own, 1: never recompute
  friend bool operator==(const Operation&, const Operation&) = default;
};

enum class Retain { no, yes };  // yes: live from its last copy to the end of the schedule

struct Tensor {
  OpIndex producer;
  std::int64_t size = 0;  // bytes, >= 0
  Retain retain = Retain::no;
  friend bool operator==(const Tensor&, const Tensor&) = default;
};

enum class IssueCode { empty, cycle, dangling_edge, negative_value, overflow, bad_order };

// Why a graph could not be built: one clear line, and the operations it is about.
struct Issue {
  IssueCode code = IssueCode::empty;
  std::string message;
  std::vector<OpIndex> operations;
  friend bool operator==(const Issue&, const Issue&) = default;
};

class Graph {
 public:
  [[nodiscard]] std::size_t num_operations() const { return operations_.size(); }
  [[nodiscard]] std::size_t num_tensors() const { return tensors_.size(); }
  [[nodiscard]] std::size_t num_reads() const { return inputs_.size(); }
  [[nodiscard]] auto operations() const { return operations_.indices(); }
  [[nodiscard]] auto tensors() const { return tensors_.indices(); }

  [[nodiscard]] const Operation& operation(OpIndex op) const { return operations_[op]; }
  [[nodiscard]] const Tensor& tensor(TensorIndex tensor) const { return tensors_[tensor]; }

  // Distinct tensors that `op` reads, in order of addition.
  [[nodiscard]] std::span<const TensorIndex> inputs(OpIndex op) const {
    return row(inputs_, input_begin_, op.value());
  }
  // Tensors that `op` writes, in order of addition; may be empty.
  [[nodiscard]] std::span<const TensorIndex> outputs(OpIndex op) const {
    return row(outputs_, output_begin_, op.value());
  }
  // Distinct operations that read `tensor`, in order of addition.
  [[nodiscard]] std::span<const OpIndex> readers(TensorIndex tensor) const {
    return row(readers_, reader_begin_, tensor.value());
  }

  // A topological order of all operations, and an operation's place in it.
  [[nodiscard]] std::span<const OpIndex> base_order() const { return base_order_; }
  [[nodiscard]] std::size_t base_position(OpIndex op) const { return base_position_[op]; }

  [[nodiscard]] std::int64_t resident() const { return resident_; }            // bytes, always live
  [[nodiscard]] std::int64_t base_duration() const { return base_duration_; }  // each op once

 private:
  friend class GraphBuilder;

  template <class T>
  static std::span<const T> row(const std::vector<T>& items,
                                const std::vector<std::uint32_t>& begin, std::uint32_t i) {
    return std::span<const T>(items).subspan(begin[i], begin[i + 1] - begin[i]);
  }

  base::IndexedVector<OpIndex, Operation> operations_;
  base::IndexedVector<TensorIndex, Tensor> tensors_;
  std::vector<TensorIndex> inputs_, outputs_;
  std::vector<OpIndex> readers_;
  std::vector<std::uint32_t> input_begin_, output_begin_, reader_begin_;
  std::vector<OpIndex> base_order_;
  base::IndexedVector<OpIndex, std::uint32_t> base_position_;
  std::int64_t resident_ = 0;
  std::int64_t base_duration_ = 0;
};

// Collects a graph piece by piece, then checks it as a whole. Indices it was given that do not
// exist are reported by build(), not asserted: they are the caller's.
class GraphBuilder {
 public:
  OpIndex add_operation(Operation operation);
  TensorIndex add_output(OpIndex producer, std::int64_t size, Retain retain = Retain::no);
  void add_read(OpIndex reader, TensorIndex tensor);  // duplicates are merged
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

 private:
  struct Read {
    OpIndex reader;
    TensorIndex tensor;
  };
  base::IndexedVector<OpIndex, Operation> operations_;
  base::IndexedVector<TensorIndex, Tensor> tensors_;
  std::vector<Read> reads_;
  std::vector<OpIndex> base_order_;
  std::int64_t resident_ = 0;
  std::int64_t alignment_ = 1;
};

}  // namespace moccasin::model
