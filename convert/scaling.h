// SPDX-License-Identifier: Apache-2.0
// A problem in the smallest whole numbers that mean the same: other solvers count in 32 bits or in
// floating point.
#pragma once

#include <cstdint>
#include <vector>

#include "model/problem.h"

namespace moccasin::convert {

// Operations are numbered by base position, tensors by their producers and then as in the graph.
struct Scaled {
  struct Operation {
    std::int64_t duration = 0;   // in units of `ticks`
    std::int64_t workspace = 0;  // in units of `bytes`
    std::int32_t copies = 0;     // runs allowed; 0: any number
    std::vector<std::size_t> inputs = {};
    std::vector<std::size_t> outputs = {};
  };
  struct Tensor {
    std::size_t producer = 0;
    std::int64_t size = 0;  // in units of `bytes`
    bool retained = false;
  };
  std::vector<Operation> operations = {};
  std::vector<Tensor> tensors = {};
  std::int64_t budget = 0;  // in units of `bytes`, what is resident taken off; negative: none left
  std::int64_t ticks = 1, bytes = 1;
};

// Pre-condition: the order is kept.
[[nodiscard]] Scaled scaled(const model::Problem& problem);

}  // namespace moccasin::convert
