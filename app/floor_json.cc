// SPDX-License-Identifier: Apache-2.0
#include "app/floor_json.h"

#include <vector>

#include "app/json_text.h"
#include "app/render_floor.h"

namespace moccasin::app {
namespace {

const std::string& name_of(const model::Graph& graph, OpId op) {
  return graph.operation(model::OpIndex(op)).name;
}

std::string tensors_json(const model::Graph& graph, const std::vector<TensorId>& tensors) {
  std::string text = "[";
  for (const TensorId id : tensors) {
    const model::TensorIndex tensor(id);
    text += text.size() > 1 ? ", " : "";
    text += JsonObject()
                .add("tensor", tensor_name(graph, tensor))
                .add("size", graph.tensor(tensor).size)
                .text();
  }
  return text + "]";
}

}  // namespace

std::string floor_json(const model::Graph& graph, const Facts& facts) {
  JsonObject floor;
  const bool pair = facts.floor_at == FloorAt::pair || facts.floor_at == FloorAt::pair_end;
  const bool searched = facts.floor_at == FloorAt::states || facts.floor_at == FloorAt::states_end;
  floor.add("bytes", facts.floor);
  if (searched) floor.add("shown_by", "states");
  if (facts.floor_at != FloorAt::end && facts.floor_at != FloorAt::states_end) {
    floor.add("operation", name_of(graph, facts.floor_op));
    if (facts.floor_at == FloorAt::pair) floor.add("reader", name_of(graph, facts.floor_reader));
    if (facts.floor_at == FloorAt::pair_end) floor.add_raw("reader", "null");
    floor.add_raw("inputs", tensors_json(graph, facts.floor_inputs));
    floor.add_raw("outputs", tensors_json(graph, facts.floor_outputs));
    floor.add("workspace", facts.floor_workspace);
    if (pair) floor.add_raw("held", tensors_json(graph, facts.floor_held));
  } else {
    floor.add_raw("operation", "null");
    floor.add_raw("retained", tensors_json(graph, facts.floor_outputs));
  }
  floor.add("resident", facts.resident);
  return floor.text();
}

}  // namespace moccasin::app
