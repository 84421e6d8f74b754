// SPDX-License-Identifier: Apache-2.0
// Graphs in files. Reads every dialect of docs/formats.md, recognised by its keys; writes
// moccasin-graph version 1. Messages say the file and line:column of what is no JSON, or the place
// in the graph of what is no graph: "g.json: nodes[12].size: must not be negative, but is -3 (node
// 'conv1')".
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "io/error.h"
#include "io/ignored_keys.h"
#include "model/graph.h"

namespace moccasin::io {

enum class IdKind : unsigned char { text, integer };  // how the file writes a node's id

struct GraphFile {
  model::Graph graph;            // operations in file order; names are the ids
  std::string name;              // may be empty
  std::string producer;          // may be empty
  std::string duration_unit;     // "ns", ...; empty: not declared
  std::string size_unit;         // "byte", "unit"; empty: not declared
  std::vector<IdKind> id_kinds;  // by operation
  std::vector<std::string>
      kinds;            // by operation: the file's "op", for people; may be empty strings
  IgnoredKeys ignored;  // what the file says beside; nothing where unknown keys are errors
};

struct ReadOptions {
  // Of node-link dialects, the node keys of the duration and the size. Empty: the known ones are
  // tried (cost_cpu, duration; cost_ram, out_cost, size). Other dialects refuse other keys.
  std::string duration_key = {};
  std::string size_key = {};
};

// Reads `path` ("-": standard input). Memory and time linear in the file.
[[nodiscard]] Result<GraphFile> read_graph_file(const std::string& path,
                                                const ReadOptions& options = {});
// The same from text; `source` stands in messages where a path would.
[[nodiscard]] Result<GraphFile> parse_graph(std::string_view text, const std::string& source,
                                            const ReadOptions& options = {});

// Writes moccasin-graph version 1, one node and one edge a line.
void write_graph(std::ostream& out, const GraphFile& file);

}  // namespace moccasin::io
