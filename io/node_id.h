// SPDX-License-Identifier: Apache-2.0
// Ids of nodes: texts or integers, and 1 is not "1".
#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "io/graph_file.h"
#include "model/graph.h"

namespace moccasin::io {

struct NodeId {
  IdKind kind = IdKind::text;
  std::string text;  // an integer's digits, or the text itself
  friend bool operator==(const NodeId&, const NodeId&) = default;
};

// As messages show it: 12 or 'conv1'.
[[nodiscard]] std::string display(const NodeId& id);

// The id that `file` writes for `op`; texts where id_kinds is silent.
[[nodiscard]] NodeId id_of(const GraphFile& file, model::OpIndex op);

// Which operation has which id.
class NodeIds {
 public:
  // False if another operation has that id already.
  [[nodiscard]] bool add(const NodeId& id, model::OpIndex op);
  [[nodiscard]] std::optional<model::OpIndex> find(const NodeId& id) const;
  // "unknown node 'x'", and a hint if only the kind of the id is wrong.
  [[nodiscard]] std::string unknown(const NodeId& id) const;

 private:
  struct Hash {
    std::size_t operator()(const NodeId& id) const {
      return std::hash<std::string>()(id.text) * 2 + (id.kind == IdKind::integer ? 1 : 0);
    }
  };
  std::unordered_map<NodeId, model::OpIndex, Hash> operations_;
};

}  // namespace moccasin::io
