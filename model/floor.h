// SPDX-License-Identifier: Apache-2.0
// The floor: resident bytes plus what the most demanding operation needs in memory at once, its
// inputs, outputs and workspace. No schedule of any scope fits in less.
#pragma once

#include <cstdint>

#include "model/graph.h"

namespace moccasin::model {

struct Floor {
  std::int64_t bytes = 0;
  OpIndex operation;  // one that needs it: the first in base order
  friend bool operator==(const Floor&, const Floor&) = default;
};

[[nodiscard]] Floor make_floor(const Graph& graph);

// Bytes that `op` alone needs while it runs, resident included.
[[nodiscard]] std::int64_t bytes_to_run(const Graph& graph, OpIndex op);

}  // namespace moccasin::model
