// SPDX-License-Identifier: Apache-2.0
#include "io/node_link.h"

#include <array>
#include <optional>
#include <span>
#include <utility>

#include "io/graph_assembly.h"
#include "io/json_checker.h"
#include "io/json_stream.h"
#include "io/text_file.h"

namespace moccasin::io {
namespace {

// Attributes that hold a duration or a size, those of the older formats first.
constexpr std::array<std::string_view, 2> kDurations = {"cost_cpu", "duration"};
constexpr std::array<std::string_view, 3> kSizes = {"cost_ram", "out_cost", "size"};

class Reader final : public JsonVisitor {
 public:
  Reader(const NodeLink& keys, const ReadOptions& options)
      : keys_(keys),
        options_(options),
        assembly_({keys.links_key, keys.source_key, keys.target_key, "graph.order"}, check_) {}

  Visit open(std::string_view name, JsonKind kind) override {
    if (name == "graph") return kind == JsonKind::object ? Visit::each : Visit::skip;
    const bool order = name == "graph.order";
    if (!order && name != "nodes" && name != keys_.links_key) return Visit::skip;
    bool& seen = order ? order_seen_ : name == "nodes" ? nodes_seen_ : links_seen_;
    if (seen) check_.fail("the key '" + std::string(name) + "' stands there twice");
    seen = true;
    if (order) assembly_.begin_order();
    return check_.container({name}, kind, JsonKind::array) ? Visit::each : Visit::skip;
  }

  Next member(std::string_view name, const JsonValue& value) override {
    if (name == "graph.name" && value.kind == JsonKind::text) assembly_.header().name = value.text;
    if (name == "directed" && value.kind == JsonKind::boolean && !value.boolean) {
      check_.fail({name}, "the graph must be directed");
    }
    return next();
  }

  Next element(std::string_view list, std::size_t index, const JsonValue& value) override {
    if (check_.failed()) return Next::stop;  // open() has found something
    if (list == "graph.order") {
      if (auto id = check_.id({list, index}, value)) assembly_.add_to_order(*std::move(id));
    } else if (value.kind != JsonKind::object) {
      check_.fail({list, index}, "must be an object, not " + display(value));
    } else if (list == "nodes") {
      read_node(index, value);
    } else {
      read_link(index, value);
    }
    return next();
  }

  [[nodiscard]] Result<GraphFile> finish(const std::string& source) {
    return assembly_.finish(source);
  }

 private:
  [[nodiscard]] Next next() const { return check_.failed() ? Next::stop : Next::proceed; }

  std::optional<NodeId> required_id(std::string_view list, std::size_t index,
                                    const JsonValue& object, std::string_view key) {
    const JsonValue* value = object.find(key);
    if (value != nullptr) return check_.id({list, index, key}, *value);
    check_.fail({list, index}, "the key '" + std::string(key) + "' is missing");
    return std::nullopt;
  }

  void read_node(std::size_t index, const JsonValue& value) {
    auto id = required_id("nodes", index, value, keys_.id_key);
    if (!id) return;
    NodeRecord node{.id = *std::move(id)};
    node.kind = kind(value);
    node.duration = amount(index, value, options_.duration_key, kDurations, "duration");
    node.outputs.push_back({.size = amount(index, value, options_.size_key, kSizes, "size")});
    check_.add_to_problem(" (node " + display(node.id) + ")");
    if (!check_.failed()) assembly_.add_node(std::move(node));
  }

  // What people call the operation: its "op", or a "name" beside the id.
  [[nodiscard]] std::string kind(const JsonValue& node) const {
    for (const std::string_view key : {"op", "name"}) {
      const JsonValue* value = node.find(key);
      if (key != keys_.id_key && value != nullptr && value->kind == JsonKind::text) {
        return value->text;
      }
    }
    return {};
  }

  // The attribute `wanted`, or the first of the known ones that is there.
  std::int64_t amount(std::size_t index, const JsonValue& node, const std::string& wanted,
                      std::span<const std::string_view> known, const std::string& what) {
    std::string tried;
    const std::string_view only = wanted;
    for (const std::string_view key : wanted.empty() ? known : std::span(&only, 1)) {
      const JsonValue* value = node.find(key);
      if (value != nullptr) return check_.integer({"nodes", index, key}, *value);
      ((tried += tried.empty() ? "'" : ", '") += key) += "'";
    }
    check_.fail({"nodes", index}, "no " + what + " under the key " + tried);
    return 0;
  }

  void read_link(std::size_t index, const JsonValue& value) {
    auto producer = required_id(keys_.links_key, index, value, keys_.source_key);
    auto consumer = required_id(keys_.links_key, index, value, keys_.target_key);
    if (producer && consumer) assembly_.add_edge({*std::move(producer), *std::move(consumer)});
  }

  NodeLink keys_;
  const ReadOptions& options_;
  JsonChecker check_;
  GraphAssembly assembly_;
  bool nodes_seen_ = false;
  bool links_seen_ = false;
  bool order_seen_ = false;
};

}  // namespace

Result<GraphFile> parse_node_link(std::string_view text, const std::string& source,
                                  const NodeLink& keys, const ReadOptions& options) {
  Reader reader(keys, options);
  if (auto error = stream_json(text, source, reader)) return *std::move(error);
  return reader.finish(source);
}

}  // namespace moccasin::io
