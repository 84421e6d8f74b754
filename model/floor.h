// SPDX-License-Identifier: Apache-2.0
// The floor: bytes below which no schedule of any scope fits. Two things need memory in all of
// them: an operation needs its inputs, outputs and workspace at once while it runs, and the last
// step needs every retained output. Resident bytes come on top of either.
#pragma once

#include <cstdint>

#include "model/graph.h"

namespace moccasin::model {

struct Floor {
  enum class Where { operation, end };

  std::int64_t bytes = 0;
  OpIndex operation;               // that needs them, the first in base order; end: the last of all
  Where where = Where::operation;  // end: the retained outputs need them, not an operation
  friend bool operator==(const Floor&, const Floor&) = default;
};

[[nodiscard]] Floor make_floor(const Graph& graph);

// Resident bytes and all retained outputs: what is live when the last step ends.
[[nodiscard]] std::int64_t bytes_at_end(const Graph& graph);

// Bytes that `op` alone needs while it runs, resident included.
[[nodiscard]] std::int64_t bytes_to_run(const Graph& graph, OpIndex op);

}  // namespace moccasin::model
