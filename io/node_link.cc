// SPDX-License-Identifier: Apache-2.0
#include "io/node_link.h"

#include <array>
#include <optional>
#include <utility>

#include "io/graph_assembly.h"
#include "io/graph_units.h"
#include "io/json_checker.h"
#include "io/json_stream.h"
#include "io/node_link_node.h"
#include "io/text_file.h"

namespace moccasin::io {
namespace {

constexpr std::string_view kWithin = "graph.";

// What an attribute of the graph is, wherever it stands: networkx keeps those of a graph in
// "graph", a moccasin-graph has them at the top.
std::string_view attribute(std::string_view name) {
  return name.starts_with(kWithin) ? name.substr(kWithin.size()) : name;
}

class Reader final : public JsonVisitor {
 public:
  Reader(const NodeLink& keys, const ReadOptions& options)
      : keys_(keys),
        nodes_(keys_.id_key, options, check_),
        assembly_({keys.links_key, keys.source_key, keys.target_key, "order"}, check_) {}

  Visit open(std::string_view name, JsonKind kind) override {
    if (name == "graph") {
      return check_.container({name}, kind, JsonKind::object) ? Visit::each : Visit::skip;
    }
    if (name == "nodes" || name == keys_.links_key) {
      return check_.container({name}, kind, JsonKind::array) ? Visit::each : Visit::skip;
    }
    if (name == "links" || name == "edges") return Visit::skip;  // the other list, which is empty
    const std::string_view what = attribute(name);
    if (what == "order") return open_order(name, kind);
    if (what == "resident" || what == "alignment" || what == "units") return Visit::whole;
    if (name == "directed") return Visit::whole;
    assembly_.header().ignored.add(name);
    return Visit::skip;
  }

  Next member(std::string_view name, const JsonValue& value) override {
    const std::string_view what = attribute(name);
    if (name == "directed") {
      read_directed(value);
    } else if (value.kind == JsonKind::null) {
      // Not given, as Python writes it.
      if (name != "graph" && name != "multigraph") assembly_.header().ignored.add(name);
    } else if (name == "graph") {
      check_.fail({name}, "must be an object, not " + display(value));
    } else if (what == "order") {
      check_.fail({name}, "must be an array, not " + display(value));
    } else if (what == "resident") {
      read_amount(name, value, 0, resident_);
    } else if (what == "alignment") {
      read_amount(name, value, 1, alignment_);
    } else if (name != "multigraph" && !read_words(what, value)) {
      assembly_.header().ignored.add(name);
    }
    return next();
  }

  Next element(std::string_view list, std::size_t index, const JsonValue& value) override {
    if (check_.failed()) return Next::stop;  // open() has found something
    if (attribute(list) == "order") {
      if (auto id = check_.id({list, index}, value)) assembly_.add_to_order(*std::move(id));
    } else if (value.kind != JsonKind::object) {
      check_.fail({list, index}, "must be an object, not " + display(value));
    } else if (list == "nodes") {
      auto node = nodes_.read(index, value, assembly_.header().ignored);
      if (node) assembly_.add_node(*std::move(node));
    } else {
      read_link(index, value);
    }
    return next();
  }

  [[nodiscard]] Result<GraphFile> finish(const std::string& source) {
    if (resident_) assembly_.set_resident(resident_->value);
    if (alignment_) assembly_.set_alignment(alignment_->value);
    return assembly_.finish(source);
  }

 private:
  struct Amount {
    std::int64_t value;
    std::string name;
  };

  [[nodiscard]] Next next() const { return check_.failed() ? Next::stop : Next::proceed; }

  Visit open_order(std::string_view name, JsonKind kind) {
    if (!order_.empty()) {
      check_.fail({name}, "stands there beside '" + order_ + "'; leave one of them out");
    }
    order_ = name;
    assembly_.begin_order(order_);
    return check_.container({name}, kind, JsonKind::array) ? Visit::each : Visit::skip;
  }

  void read_directed(const JsonValue& value) {
    if (value.kind != JsonKind::boolean) {
      check_.fail({"directed"}, "must be true, not " + display(value));
    } else if (!value.boolean) {
      check_.fail({"directed"}, "the graph must be directed");
    }
  }

  // An amount that may stand in two places, if it is the same there.
  void read_amount(std::string_view name, const JsonValue& value, std::int64_t least,
                   std::optional<Amount>& amount) {
    const std::int64_t number = check_.integer({name}, value, least);
    if (amount && amount->value != number) {
      check_.fail({name}, "is " + std::to_string(number) + ", but '" + amount->name + "' is " +
                              std::to_string(amount->value));
    }
    amount = Amount{number, std::string(name)};
  }

  // What people read: taken where it is what a moccasin-graph has there, and no error elsewhere.
  bool read_words(std::string_view what, const JsonValue& value) {
    GraphFile& header = assembly_.header();
    if (what == "units") {
      JsonChecker units;
      GraphFile read;
      read_units(units, value, read);
      if (units.failed() || !header.duration_unit.empty() || !header.size_unit.empty())
        return false;
      header.duration_unit = read.duration_unit;
      header.size_unit = read.size_unit;
      return true;
    }
    if ((what != "name" && what != "producer") || value.kind != JsonKind::text) return false;
    std::string& text = what == "name" ? header.name : header.producer;
    if (!text.empty()) return false;
    text = value.text;
    return true;
  }

  void read_link(std::size_t index, const JsonValue& value) {
    const std::string_view list = keys_.links_key;
    const auto end = [&](std::string_view key) -> std::optional<NodeId> {
      const JsonValue* const id = value.find(key);
      if (id != nullptr) return check_.id({list, index, key}, *id);
      check_.fail({list, index}, "the key '" + std::string(key) + "' is missing");
      return std::nullopt;
    };
    auto producer = end(keys_.source_key);
    auto consumer = end(keys_.target_key);
    std::int64_t output = 0;
    for (const JsonValue& member : value.items) {
      const std::string_view key = member.key;
      if (key == "output" && member.kind != JsonKind::null) {
        output = check_.integer({list, index, key}, member);
      } else if (key != keys_.source_key && key != keys_.target_key && key != "key") {
        assembly_.header().ignored.add(list, index, key);
      }
    }
    if (!producer || !consumer) return;
    assembly_.add_edge(
        {*std::move(producer), *std::move(consumer), static_cast<std::size_t>(output)});
  }

  NodeLink keys_;
  JsonChecker check_;
  NodeLinkNodes nodes_;
  std::string order_;  // the name of the order, if there is one
  std::optional<Amount> resident_, alignment_;
  GraphAssembly assembly_;
};

}  // namespace

Result<GraphFile> parse_node_link(std::string_view text, const std::string& source,
                                  const NodeLink& keys, const ReadOptions& options) {
  Reader reader(keys, options);
  if (auto error = stream_json(text, source, reader)) return *std::move(error);
  return reader.finish(source);
}

}  // namespace moccasin::io
