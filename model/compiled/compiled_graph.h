// SPDX-License-Identifier: Apache-2.0
// A Problem as every search wants it: operations numbered by base position, outputs that live
// and die together merged, what cannot matter dropped, sizes divided by their common divisor.
//
//   batch norm: outputs y, mean, rstd (read by the same two operations), scratch (read by nobody)
//   here:       one tensor of y + mean + rstd bytes, and scratch added to the transient bytes
//
// In graphs traced from real training steps 30 to 46 % of the operations have several outputs;
// after merging few do. All of this is exact, a sequence fits the budget here iff it fits there,
// but for sizes of more than some 2^42 units in all: those are rounded up, so that what fits here
// fits there all the same. Then what does not fit here proves nothing: see exact().
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "base/strong_index.h"
#include "model/problem.h"

namespace moccasin::compiled {

using Op = base::StrongIndex<struct CompiledOpTag>;          // base position
using Tensor = base::StrongIndex<struct CompiledTensorTag>;  // grouped by producer

// A sequence: which operation each step runs.
using Steps = std::vector<Op>;

struct CompiledTensor {
  Op producer;
  std::int64_t size = 0;  // units, > 0 unless empty tensors are kept
  model::Retain retain = model::Retain::no;
};

class CompiledGraph {
 public:
  static constexpr std::int32_t kAnyNumber = std::numeric_limits<std::int32_t>::max();

  // Tensors of no bytes cannot matter where the order is kept, nor to bounds. Where it is free, a
  // search must respect that they are read after they are written.
  enum class Empty { dropped, kept };

  // as_given: a tensor for each output, in the order of the graph, in bytes; for what is said about
  // the problem itself.
  enum class Outputs { merged, as_given };

  explicit CompiledGraph(const model::Problem& problem, Empty empty = Empty::dropped,
                         Outputs outputs = Outputs::merged);

  [[nodiscard]] std::size_t num_ops() const { return duration_.size(); }
  [[nodiscard]] std::size_t num_tensors() const { return tensor_.size(); }
  [[nodiscard]] auto ops() const { return duration_.indices(); }
  [[nodiscard]] auto tensors() const { return tensor_.indices(); }

  [[nodiscard]] std::int64_t duration(Op op) const { return duration_[op]; }
  // Units live only while `op` runs: workspace and outputs that nobody reads or retains.
  [[nodiscard]] std::int64_t transient(Op op) const { return transient_[op]; }
  // Sizes of op's tensors and its transient bytes together.
  [[nodiscard]] std::int64_t footprint(Op op) const { return footprint_[op]; }
  [[nodiscard]] std::int32_t copies_allowed(Op op) const { return copies_allowed_[op]; }
  // Whether running `op` again could ever free memory.
  [[nodiscard]] bool recomputable(Op op) const {
    return copies_allowed_[op] > 1 && tensor_begin_[op.value()] < tensor_begin_[op.value() + 1];
  }

  // op's tensors are first_tensor(op) .. first_tensor(op) + num_tensors(op) - 1.
  [[nodiscard]] Tensor first_tensor(Op op) const { return Tensor(tensor_begin_[op.value()]); }
  [[nodiscard]] std::uint32_t num_tensors(Op op) const {
    return tensor_begin_[op.value() + 1] - tensor_begin_[op.value()];
  }
  [[nodiscard]] const CompiledTensor& tensor(Tensor tensor) const { return tensor_[tensor]; }
  // Which of its producer's tensors it is, from 0.
  [[nodiscard]] std::uint32_t output_number(Tensor tensor) const {
    return tensor.value() - tensor_begin_[tensor_[tensor].producer.value()];
  }
  [[nodiscard]] std::span<const Tensor> inputs(Op op) const {
    return std::span(inputs_).subspan(input_begin_[op.value()],
                                      input_begin_[op.value() + 1] - input_begin_[op.value()]);
  }
  // In base order.
  [[nodiscard]] std::span<const Op> readers(Tensor tensor) const {
    return std::span(readers_).subspan(
        reader_begin_[tensor.value()],
        reader_begin_[tensor.value() + 1] - reader_begin_[tensor.value()]);
  }

  [[nodiscard]] std::int64_t budget() const { return budget_; }        // units, resident taken off
  [[nodiscard]] std::int64_t size_unit() const { return size_unit_; }  // bytes
  [[nodiscard]] std::int64_t resident() const { return resident_; }    // bytes
  // Whether no size was rounded. Else nothing that is proved of this graph holds for the problem.
  [[nodiscard]] bool exact() const { return exact_; }
  [[nodiscard]] std::int64_t mean_duration() const { return mean_duration_; }  // >= 1
  [[nodiscard]] std::int64_t mean_size() const { return mean_size_; }          // >= 1
  // Sequences must not grow beyond this many steps: so far summed excess stays below 2^63.
  [[nodiscard]] std::size_t most_steps() const {
    return std::max<std::size_t>(64 * num_ops(), 1 << 20);
  }
  [[nodiscard]] model::OpIndex original(Op op) const { return original_[op]; }

 private:
  [[nodiscard]] std::vector<Tensor> merge_outputs(const model::Graph& graph, Empty empty);
  [[nodiscard]] std::vector<Tensor> take_outputs(const model::Graph& graph);
  void link_reads(const model::Graph& graph, const std::vector<Tensor>& merged);
  void scale(const model::Problem& problem, Outputs outputs);

  base::IndexedVector<Op, std::int64_t> duration_, transient_, footprint_;
  base::IndexedVector<Op, std::int32_t> copies_allowed_;
  base::IndexedVector<Op, model::OpIndex> original_;
  base::IndexedVector<Tensor, CompiledTensor> tensor_;
  std::vector<std::uint32_t> tensor_begin_, input_begin_, reader_begin_;
  std::vector<Tensor> inputs_;
  std::vector<Op> readers_;
  std::int64_t size_unit_ = 1, resident_ = 0;  // bytes
  std::int64_t budget_ = 0, mean_duration_ = 1, mean_size_ = 1;
  bool exact_ = true;
};

}  // namespace moccasin::compiled
