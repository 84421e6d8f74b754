// SPDX-License-Identifier: Apache-2.0
// Names of buffers, as schedules list them: one copy of one output of an operation.
//
//   conv      the only output of conv, its first copy       conv:1    its output 1
//   conv#2    the copy 2 of its only output                 conv:1#2  both
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "model/graph.h"

namespace moccasin::io {

// Which output of its producer `tensor` is.
[[nodiscard]] std::size_t output_index(const model::Graph& graph, model::TensorIndex tensor);

[[nodiscard]] std::string buffer_name(const model::Graph& graph, model::TensorIndex tensor,
                                      std::uint32_t copy);

}  // namespace moccasin::io
