// SPDX-License-Identifier: Apache-2.0
// Which format a graph file is in, told from its keys and not from its name.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "io/error.h"

namespace moccasin::io {

// moccasin-graph, version 1: {"format": "moccasin-graph", "version": 1, ...}.
struct MoccasinGraph {};

// What networkx's node_link_data and its relatives write: nodes and links are objects. Attributes
// differ from one program to the next; these keys were seen in the first node and the first link.
struct NodeLink {
  std::string_view links_key = "links";    // or "edges"
  std::string_view id_key = "id";          // or "name", in random layered files
  std::string_view source_key = "source";  // or "0"
  std::string_view target_key = "target";  // or "1"
};

// WfCommons' WfFormat: {"workflow": {...}, ...}.
struct Workflow {};

using Dialect = std::variant<MoccasinGraph, NodeLink, Workflow>;

// Reads no further than it must: to the keys "format" and "version", or to the end.
[[nodiscard]] Result<Dialect> recognise_dialect(std::string_view text, const std::string& source);

}  // namespace moccasin::io
