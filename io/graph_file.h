// SPDX-License-Identifier: Apache-2.0
// What a file says of a graph, whatever its dialect, and how one is written. Reading one is the
// task of graph_reader.h.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/ignored_keys.h"
#include "model/graph.h"

namespace moccasin::io {

enum class IdKind : unsigned char { text, integer };  // how the file writes a node's id

struct GraphFile {
  model::Graph graph;         // operations in file order; names are the ids
  std::string name;           // may be empty
  std::string producer;       // may be empty
  std::string duration_unit;  // "ns", ...; empty: not declared
  // Not 0: the file's durations have fractions, and were multiplied by 10^places; then what it says
  // that they count, which duration_unit is finer than.
  int duration_places = 0;
  std::string stated_duration_unit = {};
  std::string size_unit;                    // "byte", "unit"; empty: not declared
  std::optional<std::int64_t> budget = {};  // bytes, if the file states one
  std::int64_t alignment = 1;               // that all sizes were rounded up to multiples of
  std::vector<IdKind> id_kinds;             // by operation
  std::vector<std::string>
      kinds;            // by operation: the file's "op", for people; may be empty strings
  IgnoredKeys ignored;  // what the file says beside; nothing where unknown keys are errors
};

struct ReadOptions {
  // Of node-link dialects, the node keys of the duration and the size. Empty: the known ones are
  // tried (cost_cpu, duration; cost_ram, out_cost, size). Other dialects refuse other keys.
  std::string duration_key = {};
  std::string size_key = {};
  // The file that the text is from: the table of its edges lies beside one of nodes. Empty: it is
  // from nowhere in particular.
  std::string path = {};
  // What messages call the two.
  std::string_view duration_option = "--duration-key", size_option = "--size-key";
};

// Writes moccasin-graph version 1, one node and one edge a line.
void write_graph(std::ostream& out, const GraphFile& file);

}  // namespace moccasin::io
