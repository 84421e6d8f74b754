// SPDX-License-Identifier: Apache-2.0
#include "convert/scaling.h"

#include <algorithm>
#include <numeric>

#include "base/assert.h"

namespace moccasin::convert {
namespace {

// Rounded down, also below zero.
std::int64_t floor_divide(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

}  // namespace

Scaled scaled(const model::Problem& problem) {
  MOCCASIN_ASSERT(problem.order == model::Order::kept);
  const model::Graph& graph = *problem.graph;
  std::int64_t ticks = 0, bytes = 0;
  for (const model::OpIndex op : graph.operations()) {
    ticks = std::gcd(ticks, graph.operation(op).duration);
    bytes = std::gcd(bytes, graph.operation(op).workspace);
  }
  for (const model::TensorIndex tensor : graph.tensors()) {
    bytes = std::gcd(bytes, graph.tensor(tensor).size);
  }
  Scaled result{.ticks = std::max<std::int64_t>(ticks, 1),
                .bytes = std::max<std::int64_t>(bytes, 1)};
  result.budget = floor_divide(problem.budget - graph.resident(), result.bytes);
  base::IndexedVector<model::TensorIndex, std::size_t> number(graph.num_tensors());
  for (const model::OpIndex op : graph.base_order()) {
    const model::Operation& from = graph.operation(op);
    Scaled::Operation& to =
        result.operations.emplace_back(Scaled::Operation{.duration = from.duration / result.ticks,
                                                         .workspace = from.workspace / result.bytes,
                                                         .copies = problem.copies_allowed(op)});
    for (const model::TensorIndex input : graph.inputs(op)) to.inputs.push_back(number[input]);
    for (const model::TensorIndex output : graph.outputs(op)) {
      number[output] = result.tensors.size();
      to.outputs.push_back(number[output]);
      const model::Tensor& tensor = graph.tensor(output);
      result.tensors.push_back({.producer = result.operations.size() - 1,
                                .size = tensor.size / result.bytes,
                                .retained = tensor.retain == model::Retain::yes});
    }
  }
  return result;
}

}  // namespace moccasin::convert
