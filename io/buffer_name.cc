// SPDX-License-Identifier: Apache-2.0
#include "io/buffer_name.h"

#include <algorithm>

namespace moccasin::io {

std::size_t output_index(const model::Graph& graph, model::TensorIndex tensor) {
  // Outputs stand in order of addition, and indices count additions.
  const auto outputs = graph.outputs(graph.tensor(tensor).producer);
  const auto place = std::lower_bound(outputs.begin(), outputs.end(), tensor);
  return static_cast<std::size_t>(place - outputs.begin());
}

std::string buffer_name(const model::Graph& graph, model::TensorIndex tensor, std::uint32_t copy) {
  const model::OpIndex producer = graph.tensor(tensor).producer;
  std::string name = graph.operation(producer).name;
  if (graph.outputs(producer).size() > 1) {
    name += ':';
    name += std::to_string(output_index(graph, tensor));
  }
  if (copy > 0) {
    name += '#';
    name += std::to_string(copy);
  }
  return name;
}

}  // namespace moccasin::io
