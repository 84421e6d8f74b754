// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>
#include <vector>

#include "io/buffer_name.h"
#include "io/graph_file.h"
#include "io/json_text.h"

namespace moccasin::io {
namespace {

using model::Graph;
using model::OpIndex;
using model::Retain;
using model::TensorIndex;

void write_units(TextWriter& out, const GraphFile& file) {
  MemberWriter units(out);
  if (!file.duration_unit.empty()) write_text(units.key("duration", ","), file.duration_unit);
  if (!file.size_unit.empty()) write_text(units.key("size", ","), file.size_unit);
  units.close();
}

// true, or the indices of the retained outputs.
void write_retain(TextWriter& out, const Graph& graph, OpIndex op) {
  const auto outputs = graph.outputs(op);
  const auto retained = [&](TensorIndex t) { return graph.tensor(t).retain == Retain::yes; };
  if (std::all_of(outputs.begin(), outputs.end(), retained)) {
    out << "true";
    return;
  }
  char separator = '[';
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (!retained(outputs[i])) continue;
    out << separator << i;
    separator = ',';
  }
  out << ']';
}

void write_outputs(TextWriter& out, const Graph& graph, OpIndex op) {
  out << '[';
  for (std::size_t i = 0; i < graph.outputs(op).size(); ++i) {
    out << (i == 0 ? "" : ",") << graph.tensor(graph.outputs(op)[i]).size;
  }
  out << ']';
}

void write_node(TextWriter& out, const GraphFile& file, OpIndex op) {
  const Graph& graph = file.graph;
  const model::Operation& operation = graph.operation(op);
  const auto outputs = graph.outputs(op);
  MemberWriter node(out);
  write_id(node.key("id", ","), id_of(file, op));
  if (op.value() < file.kinds.size() && !file.kinds[op.value()].empty()) {
    write_text(node.key("op", ","), file.kinds[op.value()]);
  }
  node.key("duration", ",") << operation.duration;
  if (outputs.size() == 1) {
    node.key("size", ",") << graph.tensor(outputs.front()).size;
  } else {
    write_outputs(node.key("outputs", ","), graph, op);
  }
  if (operation.workspace != 0) node.key("workspace", ",") << operation.workspace;
  if (operation.max_copies != 0) node.key("max_copies", ",") << operation.max_copies;
  const bool retains = std::any_of(outputs.begin(), outputs.end(), [&](TensorIndex t) {
    return graph.tensor(t).retain == Retain::yes;
  });
  if (retains) write_retain(node.key("retain", ","), graph, op);
  node.close();
}

void write_edge(TextWriter& out, const GraphFile& file, TensorIndex tensor, OpIndex reader) {
  const OpIndex producer = file.graph.tensor(tensor).producer;
  const std::size_t output = output_index(file.graph, tensor);
  out << '[';
  write_id(out, id_of(file, producer));
  out << ',';
  write_id(out, id_of(file, reader));
  if (output > 0) out << ',' << output;
  out << ']';
}

// `items`, each by `write`: `first` before the first of them, `separator` before every other.
template <class Items, class Write>
void write_list(TextWriter& out, const Items& items, const char* first, const char* separator,
                const Write& write) {
  out << '[';
  for (const auto& item : items) {
    out << first;
    write(item);
    first = separator;
  }
  out << ']';
}

// By reader, so that every operation reads its inputs in the same order again.
void write_edges(TextWriter& out, const GraphFile& file) {
  std::vector<std::pair<TensorIndex, OpIndex>> reads;
  for (const OpIndex op : file.graph.operations()) {
    for (const TensorIndex tensor : file.graph.inputs(op)) reads.emplace_back(tensor, op);
  }
  write_list(out, reads, "\n", ",\n",
             [&](const auto& read) { write_edge(out, file, read.first, read.second); });
}

}  // namespace

void write_graph(std::ostream& stream, const GraphFile& file) {
  TextWriter out(stream);
  const Graph& graph = file.graph;
  MemberWriter top(out);
  write_text(top.key("format"), "moccasin-graph");
  top.key("version") << 1;
  if (!file.name.empty()) write_text(top.key("name"), file.name);
  if (!file.producer.empty()) write_text(top.key("producer"), file.producer);
  if (!file.duration_unit.empty() || !file.size_unit.empty()) write_units(top.key("units"), file);
  if (graph.resident() != 0) top.key("resident") << graph.resident();
  top.key("nodes");
  write_list(out, graph.operations(), "\n", ",\n", [&](OpIndex op) { write_node(out, file, op); });
  write_edges(top.key("edges"), file);
  top.key("order");
  write_list(out, graph.base_order(), "", ",", [&](OpIndex op) { write_id(out, id_of(file, op)); });
  top.close();
  out << '\n';
}

}  // namespace moccasin::io
