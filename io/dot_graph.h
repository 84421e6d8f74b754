// SPDX-License-Identifier: Apache-2.0
// Graphs in Graphviz's DOT language, whose attributes say what an operation takes:
//
//   digraph net {
//     node [size=4096]                        // for the nodes below that do not say
//     conv [duration=12.375, workspace=1024]
//     relu [duration=3.5]
//     conv -> relu -> loss [output=0]
//   }
#pragma once

#include <string>
#include <string_view>

#include "io/error.h"
#include "io/graph_file.h"

namespace moccasin::io {

// Whether `text` begins as a file in DOT does, directed or not.
[[nodiscard]] bool is_dot_graph(std::string_view text);

// Attributes of nodes: duration and size or outputs (sizes with ';' between them), which every node
// needs; op, workspace, max_copies, retain. Of edges: output. Of the graph: resident,
// duration_unit, size_unit. Others are passed over. Subgraphs are their nodes and edges; as an end
// of an edge they are an error, and so is a graph that is not directed.
[[nodiscard]] Result<GraphFile> parse_dot_graph(std::string_view text, const std::string& source);

}  // namespace moccasin::io
