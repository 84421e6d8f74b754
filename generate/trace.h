// SPDX-License-Identifier: Apache-2.0
// Writes a training step down the way a tracer sees it: operation after operation, each as long
// as the machine of a simple model takes for it.
//
//   time = launch + max(arithmetic / rate, bytes moved / bandwidth), give or take 5 %
//
// The constants are of the order of one data-centre GPU, so that kernels between a few
// microseconds and a few milliseconds come out, as in measured graphs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/random.h"
#include "model/graph_builder.h"

namespace moccasin::generate {

// A tensor that an operation writes.
struct Written {
  std::int64_t size = 0;  // bytes
  model::Retain retain = model::Retain::no;
};

inline Written retained(std::int64_t size) { return {size, model::Retain::yes}; }

// once: what comes from outside, a batch of data, cannot be had again.
enum class Rerun { any, once };

struct Kernel {
  std::string name;
  std::vector<model::TensorIndex> reads = {};
  std::vector<Written> writes = {};
  std::int64_t arithmetic = 0;  // floating-point operations
  std::int64_t workspace = 0;   // bytes
  Rerun rerun = Rerun::any;
};

class Trace {
 public:
  explicit Trace(std::uint64_t seed) : random_(seed) {}

  // Appends an operation; returns the first of its outputs, the others follow it.
  model::TensorIndex run(Kernel kernel);

  // Bytes of `tensor`.
  [[nodiscard]] std::int64_t size(model::TensorIndex tensor) const { return sizes_[tensor]; }

  // Memory that is there all the time: parameters.
  void add_resident(std::int64_t bytes) { resident_ += bytes; }

  // The graph; its base order is the order of run().
  [[nodiscard]] model::Graph finish();

 private:
  base::Random random_;
  model::GraphBuilder builder_;
  base::IndexedVector<model::TensorIndex, std::int64_t> sizes_;
  std::int64_t resident_ = 0;
};

// Output `i` of the operation whose first output is `first`.
[[nodiscard]] inline model::TensorIndex output(model::TensorIndex first, std::uint32_t i) {
  return model::TensorIndex(first.value() + i);
}

}  // namespace moccasin::generate
