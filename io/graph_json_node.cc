// SPDX-License-Identifier: Apache-2.0
#include "io/graph_json_node.h"

#include <array>
#include <limits>
#include <string_view>
#include <utility>

namespace moccasin::io {
namespace {

constexpr std::array<std::string_view, 9> kKeys = {
    "id", "op", "duration", "size", "outputs", "workspace", "max_copies", "retain", "meta"};

class NodeReader {
 public:
  NodeReader(JsonChecker& check, std::size_t index, const JsonValue& value)
      : check_(check), index_(index) {
    is_object_ = check.members({"nodes", index}, value, kKeys, found_);
  }

  std::optional<NodeRecord> read() {
    if (!is_object_) return std::nullopt;
    const JsonValue* id = required("id");
    const std::optional<NodeId> known = id ? check_.id(place("id"), *id) : std::nullopt;
    if (known) node_.id = *known;
    read_amounts();
    read_outputs();
    if (const JsonValue* retain = find("retain")) read_retain(*retain);
    if (known) check_.add_to_problem(" (node " + display(*known) + ")");
    if (check_.failed()) return std::nullopt;
    return std::move(node_);
  }

 private:
  [[nodiscard]] JsonPlace place(std::string_view key, std::size_t item = JsonPlace::kNone) const {
    return {"nodes", index_, key, item};
  }

  [[nodiscard]] const JsonValue* find(std::string_view key) const {
    std::size_t i = 0;
    while (kKeys[i] != key) ++i;
    return found_[i];
  }

  const JsonValue* required(std::string_view key) {
    const JsonValue* value = find(key);
    if (value == nullptr) {
      check_.fail({"nodes", index_}, "the key '" + std::string(key) + "' is missing");
    }
    return value;
  }

  void read_amounts() {
    if (const JsonValue* duration = required("duration")) {
      node_.duration = check_.integer(place("duration"), *duration);
    }
    if (const JsonValue* op = find("op")) node_.kind = check_.text(place("op"), *op);
    if (const JsonValue* workspace = find("workspace")) {
      node_.workspace = check_.integer(place("workspace"), *workspace);
    }
    if (const JsonValue* copies = find("max_copies")) {
      node_.max_copies = static_cast<std::int32_t>(check_.integer(
          place("max_copies"), *copies, 1, std::numeric_limits<std::int32_t>::max()));
    }
    if (const JsonValue* meta = find("meta"); meta && meta->kind != JsonKind::object) {
      check_.fail(place("meta"), "must be an object, not " + display(*meta));
    }
  }

  void read_outputs() {
    const JsonValue* size = find("size");
    const JsonValue* outputs = find("outputs");
    if (size == nullptr && outputs == nullptr) {
      check_.fail({"nodes", index_}, "the key 'size' or 'outputs' is missing");
    } else if (size != nullptr && outputs != nullptr) {
      check_.fail({"nodes", index_}, "the keys 'size' and 'outputs' exclude each other");
    } else if (size != nullptr) {
      node_.outputs.push_back({.size = check_.integer(place("size"), *size)});
    } else if (outputs->kind != JsonKind::array) {
      check_.fail(place("outputs"), "must be an array, not " + display(*outputs));
    } else {
      for (std::size_t i = 0; i < outputs->items.size(); ++i) {
        node_.outputs.push_back({.size = check_.integer(place("outputs", i), outputs->items[i])});
      }
    }
  }

  void read_retain(const JsonValue& retain) {
    if (retain.kind == JsonKind::boolean) {
      const model::Retain all = retain.boolean ? model::Retain::yes : model::Retain::no;
      for (NodeRecord::Output& output : node_.outputs) output.retain = all;
    } else if (retain.kind != JsonKind::array) {
      check_.fail(place("retain"),
                  "must be true, false or an array of outputs, not " + display(retain));
    } else {
      for (std::size_t i = 0; i < retain.items.size(); ++i) {
        retain_one(place("retain", i), retain.items[i]);
      }
    }
  }

  void retain_one(const JsonPlace& at, const JsonValue& value) {
    const std::int64_t output = check_.integer(at, value);
    if (check_.failed()) return;
    if (output < static_cast<std::int64_t>(node_.outputs.size())) {
      node_.outputs[static_cast<std::size_t>(output)].retain = model::Retain::yes;
    } else {
      check_.fail(at, no_such_output(output, node_.id, node_.outputs.size()));
    }
  }

  JsonChecker& check_;
  std::size_t index_;
  bool is_object_ = false;
  std::array<const JsonValue*, kKeys.size()> found_{};
  NodeRecord node_;
};

}  // namespace

std::optional<NodeRecord> read_node(JsonChecker& check, std::size_t index, const JsonValue& value) {
  return NodeReader(check, index, value).read();
}

}  // namespace moccasin::io
