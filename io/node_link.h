// SPDX-License-Identifier: Apache-2.0
// The reader of node-link files: networkx's node_link_data, Checkmate's training graphs, random
// layered graphs. What a moccasin-graph has means the same here, at the top or, as networkx keeps
// the attributes of a graph, in "graph"; all else is noted as ignored.
#pragma once

#include <string>
#include <string_view>

#include "io/dialect.h"
#include "io/error.h"
#include "io/graph_file.h"

namespace moccasin::io {

[[nodiscard]] Result<GraphFile> parse_node_link(std::string_view text, const std::string& source,
                                                const NodeLink& keys, const ReadOptions& options);

}  // namespace moccasin::io
