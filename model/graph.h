// SPDX-License-Identifier: Apache-2.0
// A computation graph: operations that take time, and the tensors they write and read.
//
//        x(4)          y(2)              operations a b c, tensors x y z with their sizes;
//   a ---------> b ---------> c          a writes x, which b and c read; b writes y, which c reads.
//   |                         ^          In the base order a b c, x is live during steps 0..2,
//   +-------------------------+          y during 1..2.
//
// Made by GraphBuilder (model/graph_builder.h), immutable from then on. Memory is linear in
// operations + tensors + reads.
// The semantics of every field are those of the MOCCASIN model (Bartan et al., ICML 2023,
// arXiv 2304.14463), extended to operations of several outputs.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/strong_index.h"
#include "model/rows.h"

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

class Graph {
 public:
  [[nodiscard]] std::size_t num_operations() const { return operations_.size(); }
  [[nodiscard]] std::size_t num_tensors() const { return tensors_.size(); }
  [[nodiscard]] std::size_t num_reads() const { return inputs_.num_items(); }
  [[nodiscard]] auto operations() const { return operations_.indices(); }
  [[nodiscard]] auto tensors() const { return tensors_.indices(); }

  [[nodiscard]] const Operation& operation(OpIndex op) const { return operations_[op]; }
  [[nodiscard]] const Tensor& tensor(TensorIndex tensor) const { return tensors_[tensor]; }

  // Distinct tensors that `op` reads, in order of addition.
  [[nodiscard]] std::span<const TensorIndex> inputs(OpIndex op) const { return inputs_[op]; }
  // Tensors that `op` writes, in order of addition; may be empty.
  [[nodiscard]] std::span<const TensorIndex> outputs(OpIndex op) const { return outputs_[op]; }
  // Distinct operations that read `tensor`, in order of addition.
  [[nodiscard]] std::span<const OpIndex> readers(TensorIndex tensor) const {
    return readers_[tensor];
  }

  // A topological order of all operations, and an operation's place in it.
  [[nodiscard]] std::span<const OpIndex> base_order() const { return base_order_; }
  [[nodiscard]] std::size_t base_position(OpIndex op) const { return base_position_[op]; }

  [[nodiscard]] std::int64_t resident() const { return resident_; }            // bytes, always live
  [[nodiscard]] std::int64_t base_duration() const { return base_duration_; }  // each op once

 private:
  friend class GraphBuilder;

  base::IndexedVector<OpIndex, Operation> operations_;
  base::IndexedVector<TensorIndex, Tensor> tensors_;
  Rows<OpIndex, TensorIndex> inputs_, outputs_;
  Rows<TensorIndex, OpIndex> readers_;
  std::vector<OpIndex> base_order_;
  base::IndexedVector<OpIndex, std::uint32_t> base_position_;
  std::int64_t resident_ = 0;
  std::int64_t base_duration_ = 0;
};

}  // namespace moccasin::model
