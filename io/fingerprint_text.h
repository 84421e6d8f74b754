// SPDX-License-Identifier: Apache-2.0
// A graph's fingerprint as schedules write it.
#pragma once

#include <string>
#include <string_view>

#include "model/graph.h"

namespace moccasin::io {

// 16 hexadecimal digits.
[[nodiscard]] std::string fingerprint_text(const model::Graph& graph);

// "the schedule is for the graph ..., but this graph is ...", the other by its fingerprint.
[[nodiscard]] std::string other_graph_text(const std::string& theirs, const model::Graph& graph);

// Whether `text` can be some graph's.
[[nodiscard]] bool is_fingerprint(std::string_view text);

}  // namespace moccasin::io
