// SPDX-License-Identifier: Apache-2.0
// One node of a node-link file: which attributes are parts of it, and which are beside it.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/graph_assembly.h"
#include "io/graph_file.h"
#include "io/ignored_keys.h"
#include "io/json_checker.h"
#include "io/json_value.h"

namespace moccasin::io {

class NodeLinkNodes {
 public:
  // All three outlive this object.
  NodeLinkNodes(std::string_view id_key, const ReadOptions& options, JsonChecker& check);
  NodeLinkNodes(const NodeLinkNodes&) = delete;
  NodeLinkNodes& operator=(const NodeLinkNodes&) = delete;

  // nodes[index], an object; nothing, and a problem that names the node if its id is known, if it
  // lacks a part or contradicts itself. What has no meaning is added to `ignored`.
  [[nodiscard]] std::optional<NodeRecord> read(std::size_t index, const JsonValue& value,
                                               IgnoredKeys& ignored);

 private:
  // Attributes that hold the same amount: those that an option names, or all
  // that are known.
  struct Amount {
    std::string_view what;
    std::string_view option;
    std::span<const std::string_view> keys;
  };

  [[nodiscard]] const JsonValue* find(std::string_view key) const;
  [[nodiscard]] std::string_view key_of(std::size_t index, const Amount& amount);
  [[nodiscard]] std::string take_kind(std::size_t index, IgnoredKeys& ignored) const;
  void fail_without(std::size_t index, const Amount& amount);

  JsonChecker& check_;
  std::string_view id_key_;
  std::string_view own_duration_, own_size_;  // what the options name
  Amount duration_, size_;
  std::vector<std::string_view> keys_;   // of all that has a meaning
  std::vector<const JsonValue*> found_;  // of the node being read, by place in keys_
};

}  // namespace moccasin::io
