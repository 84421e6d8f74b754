// SPDX-License-Identifier: Apache-2.0
#include "io/node_id.h"

#include "base/printable.h"

namespace moccasin::io {

std::string display(const NodeId& id) {
  const std::string text = base::short_name(id.text);
  return id.kind == IdKind::integer ? text : "'" + text + "'";
}

NodeId id_of(const GraphFile& file, model::OpIndex op) {
  const bool known = op.value() < file.id_kinds.size();
  return {known ? file.id_kinds[op.value()] : IdKind::text, file.graph.operation(op).name};
}

bool NodeIds::add(const NodeId& id, model::OpIndex op) {
  return operations_.try_emplace(id, op).second;
}

std::optional<model::OpIndex> NodeIds::find(const NodeId& id) const {
  const auto found = operations_.find(id);
  if (found == operations_.end()) return std::nullopt;
  return found->second;
}

std::string NodeIds::unknown(const NodeId& id) const {
  const std::string text = "unknown node " + display(id);
  const NodeId other{id.kind == IdKind::text ? IdKind::integer : IdKind::text, id.text};
  if (!find(other)) return text;
  return text + " (there is a node " + display(other) + ": texts and integers are different ids)";
}

}  // namespace moccasin::io
