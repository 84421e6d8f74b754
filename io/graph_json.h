// SPDX-License-Identifier: Apache-2.0
// The reader of moccasin-graph version 1 (data/graph.schema.json). Keys that the schema does not
// know are errors: a misspelt "workspace" must not pass for none.
#pragma once

#include <string>
#include <string_view>

#include "io/error.h"
#include "io/graph_file.h"

namespace moccasin::io {

[[nodiscard]] Result<GraphFile> parse_moccasin_graph(std::string_view text,
                                                     const std::string& source);

}  // namespace moccasin::io
