// SPDX-License-Identifier: Apache-2.0
// One node of a moccasin-graph file.
#pragma once

#include <cstddef>
#include <optional>

#include "io/graph_assembly.h"
#include "io/json_checker.h"
#include "io/json_value.h"

namespace moccasin::io {

// nodes[index]; nothing, and a problem in `check` that names the node if its id is known, if it
// does not follow the schema.
[[nodiscard]] std::optional<NodeRecord> read_node(JsonChecker& check, std::size_t index,
                                                  const JsonValue& value);

}  // namespace moccasin::io
