// SPDX-License-Identifier: Apache-2.0
// What a node is to run and to keep, which means the same in every dialect: duration, outputs,
// workspace, copies, what is retained.
#pragma once

#include <cstddef>
#include <string_view>

#include "io/graph_assembly.h"
#include "io/json_checker.h"
#include "io/json_value.h"

namespace moccasin::io {

// The values that the file has, null where it has none, and what it calls two of them.
struct NodeParts {
  const JsonValue* duration = nullptr;
  const JsonValue* size = nullptr;
  const JsonValue* outputs = nullptr;
  const JsonValue* workspace = nullptr;
  const JsonValue* max_copies = nullptr;
  const JsonValue* retain = nullptr;
  std::string_view duration_key = "duration";
  std::string_view size_key = "size";
};

// Fills in `node`, whose id is set, from nodes[index]. Parts that are missing are no problem here;
// others are.
void read_parts(JsonChecker& check, std::size_t index, const NodeParts& parts, NodeRecord& node);

}  // namespace moccasin::io
