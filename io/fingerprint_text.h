// SPDX-License-Identifier: Apache-2.0
// A graph's fingerprint as schedules write it.
#pragma once

#include <string>
#include <string_view>

#include "model/graph.h"

namespace moccasin::io {

// 16 hexadecimal digits.
[[nodiscard]] std::string fingerprint_text(const model::Graph& graph);

// Whether `text` can be some graph's.
[[nodiscard]] bool is_fingerprint(std::string_view text);

}  // namespace moccasin::io
