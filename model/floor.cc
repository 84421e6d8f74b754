// SPDX-License-Identifier: Apache-2.0
#include "model/floor.h"

namespace moccasin::model {

std::int64_t bytes_to_run(const Graph& graph, OpIndex op) {
  std::int64_t bytes = graph.resident() + graph.operation(op).workspace;
  for (const TensorIndex tensor : graph.inputs(op)) bytes += graph.tensor(tensor).size;
  for (const TensorIndex tensor : graph.outputs(op)) bytes += graph.tensor(tensor).size;
  return bytes;
}

Floor make_floor(const Graph& graph) {
  Floor floor{-1, OpIndex()};
  for (const OpIndex op : graph.base_order()) {
    const std::int64_t bytes = bytes_to_run(graph, op);
    if (bytes > floor.bytes) floor = {bytes, op};
  }
  return floor;
}

}  // namespace moccasin::model
