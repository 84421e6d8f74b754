// SPDX-License-Identifier: Apache-2.0
// What kind of operation a node is, for people.
#pragma once

#include <string>

#include "io/graph_file.h"

namespace moccasin::io {

// As the file says it; where it does not, the id without what tells operations of one kind apart:
// "relu" of 'relu_12' and of 'relu.1', "operation" of '12'.
[[nodiscard]] std::string operation_kind(const GraphFile& file, model::OpIndex op);

}  // namespace moccasin::io
