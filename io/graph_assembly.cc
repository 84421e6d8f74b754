// SPDX-License-Identifier: Apache-2.0
#include "io/graph_assembly.h"

#include <algorithm>
#include <utility>

#include "io/graph_units.h"
#include "io/text_file.h"

namespace moccasin::io {

using model::OpIndex;
using model::TensorIndex;

std::string no_such_output(std::int64_t output, const NodeId& node, std::size_t outputs) {
  std::string has = std::to_string(outputs) + " outputs, 0 to " + std::to_string(outputs - 1);
  if (outputs == 0) has = "no outputs";
  if (outputs == 1) has = "one output, 0";
  return "output " + std::to_string(output) + " does not exist: " + display(node) + " has " + has;
}

void GraphAssembly::add_node(NodeRecord node) {
  const std::size_t index = id_of_.size();
  const OpIndex op = builder_.add_operation({.name = node.id.text,
                                             .duration = node.duration.value,
                                             .workspace = node.workspace,
                                             .max_copies = node.max_copies});
  for (const NodeRecord::Output& output : node.outputs) {
    builder_.add_output(op, output.size, output.retain);
  }
  if (!ids_.add(node.id, op)) {
    check_.fail({"nodes", index}, "the id " + display(node.id) + " is taken: it is that of nodes[" +
                                      std::to_string(ids_.find(node.id)->value()) + "]");
  }
  if (node.duration.places > 0) places_.resize(index, 0);
  if (node.duration.places > 0 || !places_.empty()) {
    places_.push_back(static_cast<std::uint8_t>(node.duration.places));
  }
  first_output_.push_back(static_cast<std::uint32_t>(builder_.num_tensors()));
  file_.id_kinds.push_back(node.id.kind);
  file_.kinds.push_back(std::move(node.kind));
  id_of_.push_back(std::move(node.id));
}

void GraphAssembly::connect(std::size_t index) {
  const EdgeRecord& edge = edges_[index];
  const bool is_array = names_.producer.empty();
  const auto end = [&](const NodeId& id, std::string_view key, std::size_t item) {
    const auto op = ids_.find(id);
    if (op) return *op;
    check_.fail({names_.edges, index, key, is_array ? item : JsonPlace::kNone}, ids_.unknown(id));
    return OpIndex();
  };
  const OpIndex producer = end(edge.producer, names_.producer, 0);
  const OpIndex consumer = end(edge.consumer, names_.consumer, 1);
  if (check_.failed()) return;
  const std::size_t first = first_output_[producer.value()];
  const std::size_t outputs = first_output_[producer.value() + 1] - first;
  if (edge.output < outputs) {
    builder_.add_read(consumer, TensorIndex(first + edge.output));
    return;
  }
  check_.fail({names_.edges, index},
              no_such_output(static_cast<std::int64_t>(edge.output), edge.producer, outputs));
}

// Durations are whole ticks inside: all are multiplied by one power of ten. It is that of a finer
// unit of time where the file has a unit, or the least that will do.
void GraphAssembly::scale_durations() {
  if (places_.empty()) return;
  const int least = *std::max_element(places_.begin(), places_.end());
  const FinerUnit finer = finer_unit(file_.duration_unit, least);
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const OpIndex op(i);
    const auto scaled = scaled_up(builder_.duration(op), finer.places - places_[i]);
    if (!scaled) {
      check_.fail({"nodes", i}, "its duration does not fit in 64 bits once all have " +
                                    std::to_string(finer.places) + " decimal places (node " +
                                    display(id_of_[i]) + ")");
      return;
    }
    builder_.set_duration(op, *scaled);
  }
  file_.duration_places = finer.places;
  file_.stated_duration_unit = file_.duration_unit;
  file_.duration_unit = finer.unit;
}

void GraphAssembly::put_in_order() {
  std::vector<OpIndex> order;
  order.reserve(order_.size());
  for (std::size_t i = 0; i < order_.size() && !check_.failed(); ++i) {
    const auto op = ids_.find(order_[i]);
    if (op) order.push_back(*op);
    if (!op) check_.fail({names_.order, i}, ids_.unknown(order_[i]));
  }
  // To the builder an empty order means none.
  if (order.empty() && !id_of_.empty()) check_.fail({names_.order}, "the order is empty");
  builder_.set_base_order(std::move(order));
}

Result<GraphFile> GraphAssembly::finish(const std::string& source) {
  for (std::size_t i = 0; i < edges_.size() && !check_.failed(); ++i) connect(i);
  if (ordered_ && !check_.failed()) put_in_order();
  if (!check_.failed()) scale_durations();
  if (check_.failed()) return check_.error(source);
  auto built = builder_.build();
  if (const auto* issues = std::get_if<std::vector<model::Issue>>(&built)) {
    return make_error(ErrorKind::content, source, issues->front().message);
  }
  file_.graph = std::get<model::Graph>(std::move(built));
  return std::move(file_);
}

}  // namespace moccasin::io
