// SPDX-License-Identifier: Apache-2.0
// Parts of a node in graphs that are no JSON: what tables, DOT and lists have in common.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "io/graph_assembly.h"
#include "io/node_id.h"

namespace moccasin::io {

// Digits without a 0 before them are an integer.
[[nodiscard]] NodeId id_in_text(std::string_view text);

enum class Outputs { one, several };
// Adds the outputs of these sizes to `node`, those of several with ';' between them, none if there
// is no text; or says what is wrong.
[[nodiscard]] std::optional<std::string> take_outputs(std::string_view text, Outputs outputs,
                                                      NodeRecord& node);

}  // namespace moccasin::io
