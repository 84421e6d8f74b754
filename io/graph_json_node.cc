// SPDX-License-Identifier: Apache-2.0
#include "io/graph_json_node.h"

#include <array>
#include <string_view>
#include <utility>

#include "io/node_parts.h"

namespace moccasin::io {
namespace {

constexpr std::array<std::string_view, 9> kKeys = {
    "id", "op", "duration", "size", "outputs", "workspace", "max_copies", "retain", "meta"};

}  // namespace

std::optional<NodeRecord> read_node(JsonChecker& check, std::size_t index, const JsonValue& value) {
  std::array<const JsonValue*, kKeys.size()> found{};
  if (!check.members({"nodes", index}, value, kKeys, found)) return std::nullopt;
  const auto& [id, op, duration, size, outputs, workspace, max_copies, retain, meta] = found;
  const auto missing = [&](const std::string& keys) {
    check.fail({"nodes", index}, "the key " + keys + " is missing");
  };
  if (id == nullptr) missing("'id'");
  const std::optional<NodeId> known =
      id != nullptr ? check.id({"nodes", index, "id"}, *id) : std::nullopt;
  if (duration == nullptr) missing("'duration'");
  NodeRecord node;
  if (known) node.id = *known;
  if (op != nullptr) node.kind = check.text({"nodes", index, "op"}, *op);
  if (meta != nullptr && meta->kind != JsonKind::object) {
    check.fail({"nodes", index, "meta"}, "must be an object, not " + display(*meta));
  }
  if (size == nullptr && outputs == nullptr) missing("'size' or 'outputs'");
  read_parts(check, index,
             {.duration = duration,
              .size = size,
              .outputs = outputs,
              .workspace = workspace,
              .max_copies = max_copies,
              .retain = retain},
             node);
  if (known) check.add_to_problem(" (node " + display(*known) + ")");
  if (check.failed()) return std::nullopt;
  return node;
}

}  // namespace moccasin::io
