// SPDX-License-Identifier: Apache-2.0
// A graph as two tables of comma-separated values, in two files beside each other:
//
//   net-nodes.csv                          net-edges.csv
//     id,duration,size,workspace             source,target
//     conv,12.375,4096,1024                  conv,relu
//     relu,3.5,4096,
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "io/error.h"
#include "io/graph_file.h"

namespace moccasin::io {

// Whether `text` is a table with the columns that one of nodes needs.
[[nodiscard]] bool is_node_table(std::string_view text);

// The file of the edges: "nodes" at the end of the name, before its ending, is "edges" there.
// Nothing if the name has no such end.
[[nodiscard]] std::optional<std::string> edges_path(const std::string& nodes_path);

// Columns of nodes: id, duration, and size or outputs (sizes with ';' between them); op, workspace,
// max_copies, retain (true, false). Of edges: source, target; output. Others are passed over, and
// GraphFile::ignored names them. An empty field is one that is not there.
[[nodiscard]] Result<GraphFile> parse_csv_graph(std::string_view nodes,
                                                const std::string& nodes_source,
                                                std::string_view edges,
                                                const std::string& edges_source);

}  // namespace moccasin::io
