// SPDX-License-Identifier: Apache-2.0
#include "io/node_parts.h"

#include <limits>
#include <string>

namespace moccasin::io {
namespace {

class PartsReader {
 public:
  PartsReader(JsonChecker& check, std::size_t index, const NodeParts& parts, NodeRecord& node)
      : check_(check), index_(index), parts_(parts), node_(node) {}

  void read() {
    if (parts_.duration != nullptr) {
      node_.duration = check_.duration(place(parts_.duration_key), *parts_.duration);
    }
    if (parts_.workspace != nullptr) {
      node_.workspace = check_.integer(place("workspace"), *parts_.workspace);
    }
    if (parts_.max_copies != nullptr) {
      constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();
      node_.max_copies = static_cast<std::int32_t>(
          check_.integer(place("max_copies"), *parts_.max_copies, 1, kMost));
    }
    read_outputs();
    if (parts_.retain != nullptr) read_retain(*parts_.retain);
  }

 private:
  [[nodiscard]] JsonPlace place(std::string_view key, std::size_t item = JsonPlace::kNone) const {
    return {"nodes", index_, key, item};
  }

  void read_outputs() {
    if (parts_.size != nullptr && parts_.outputs != nullptr) {
      check_.fail({"nodes", index_}, "the keys '" + std::string(parts_.size_key) +
                                         "' and 'outputs' exclude each other");
    } else if (parts_.size != nullptr) {
      node_.outputs.push_back({.size = check_.integer(place(parts_.size_key), *parts_.size)});
    } else if (parts_.outputs != nullptr && parts_.outputs->kind != JsonKind::array) {
      check_.fail(place("outputs"), "must be an array, not " + display(*parts_.outputs));
    } else if (parts_.outputs != nullptr) {
      const std::vector<JsonValue>& sizes = parts_.outputs->items;
      for (std::size_t i = 0; i < sizes.size(); ++i) {
        node_.outputs.push_back({.size = check_.integer(place("outputs", i), sizes[i])});
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
  const NodeParts& parts_;
  NodeRecord& node_;
};

}  // namespace

void read_parts(JsonChecker& check, std::size_t index, const NodeParts& parts, NodeRecord& node) {
  PartsReader(check, index, parts, node).read();
}

}  // namespace moccasin::io
