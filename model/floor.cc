// SPDX-License-Identifier: Apache-2.0
#include "model/floor.h"

namespace moccasin::model {

std::int64_t bytes_to_run(const Graph& graph, OpIndex op) {
  std::int64_t bytes = graph.resident() + graph.operation(op).workspace;
  for (const TensorIndex tensor : graph.inputs(op)) bytes += graph.tensor(tensor).size;
  for (const TensorIndex tensor : graph.outputs(op)) bytes += graph.tensor(tensor).size;
  return bytes;
}

std::int64_t bytes_at_end(const Graph& graph) {
  std::int64_t bytes = graph.resident();
  for (const TensorIndex tensor : graph.tensors()) {
    if (graph.tensor(tensor).retain == Retain::yes) bytes += graph.tensor(tensor).size;
  }
  return bytes;
}

Floor make_floor(const Graph& graph) {
  Floor floor{.bytes = -1, .operation = OpIndex()};
  for (const OpIndex op : graph.base_order()) {
    const std::int64_t bytes = bytes_to_run(graph, op);
    if (bytes > floor.bytes) floor = {bytes, op};
  }
  if (const std::int64_t bytes = bytes_at_end(graph); bytes > floor.bytes) {
    floor = {bytes, graph.base_order().back(), Floor::Where::end};
  }
  return floor;
}

}  // namespace moccasin::model
