// SPDX-License-Identifier: Apache-2.0
// Graphs out of files. Reads every dialect of docs/formats.md, recognised by its keys. Messages say
// the file and line:column of what is no JSON, or the place in the graph of what is no graph:
// "g.json: nodes[12].size: must not be negative, but is -3 (node 'conv1')".
#pragma once

#include <string>
#include <string_view>

#include "io/error.h"
#include "io/graph_file.h"

namespace moccasin::io {

// Reads `path` ("-": standard input). Memory and time linear in the file.
[[nodiscard]] Result<GraphFile> read_graph_file(const std::string& path,
                                                const ReadOptions& options = {});
// The same from text; `source` stands in messages where a path would.
[[nodiscard]] Result<GraphFile> parse_graph(std::string_view text, const std::string& source,
                                            const ReadOptions& options = {});

}  // namespace moccasin::io
