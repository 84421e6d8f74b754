// SPDX-License-Identifier: Apache-2.0
#include "search/curve/peak_grid.h"

#include <algorithm>
#include <numeric>

namespace moccasin::search {

PeakGrid::PeakGrid(const model::Graph& graph, std::int64_t alignment)
    : resident_(graph.resident()), step_(alignment) {
  for (const model::TensorIndex tensor : graph.tensors()) {
    step_ = std::gcd(step_, graph.tensor(tensor).size);
  }
  for (const model::OpIndex op : graph.operations()) {
    step_ = std::gcd(step_, graph.operation(op).workspace);
  }
  step_ = std::max<std::int64_t>(step_, 1);
}

std::int64_t PeakGrid::down(std::int64_t bytes) const {
  const std::int64_t above = std::max<std::int64_t>(bytes - resident_, 0);
  return resident_ + above / step_ * step_;
}

std::int64_t PeakGrid::up(std::int64_t bytes) const {
  const std::int64_t lower = down(bytes);
  return lower >= bytes ? lower : lower + step_;
}

}  // namespace moccasin::search
