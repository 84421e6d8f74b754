// SPDX-License-Identifier: Apache-2.0
#include "io/graph_json.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/printable.h"
#include "io/graph_assembly.h"
#include "io/graph_json_node.h"
#include "io/graph_units.h"
#include "io/json_checker.h"
#include "io/json_stream.h"
#include "io/text_file.h"

namespace moccasin::io {
namespace {

constexpr std::array<std::string_view, 11> kTopKeys = {
    "format",    "version", "name",  "producer", "units", "resident",
    "alignment", "nodes",   "edges", "order",    "meta"};

class Reader final : public JsonVisitor {
 public:
  Visit open(std::string_view name, JsonKind kind) override {
    note_key(name);
    if (name == "meta") check_.container({name}, kind, JsonKind::object);
    if (name == "order") assembly_.begin_order();
    if (name == "nodes" || name == "edges" || name == "order") {
      return check_.container({name}, kind, JsonKind::array) ? Visit::each : Visit::skip;
    }
    return check_.failed() || name == "meta" ? Visit::skip : Visit::whole;
  }

  Next member(std::string_view name, const JsonValue& value) override {
    if (value.kind != JsonKind::array && value.kind != JsonKind::object) note_key(name);
    if (name == "name") {
      assembly_.header().name = check_.text({name}, value);
    } else if (name == "producer") {
      assembly_.header().producer = check_.text({name}, value);
    } else if (name == "units") {
      read_units(check_, value, assembly_.header());
    } else if (name == "resident") {
      assembly_.set_resident(check_.integer({name}, value));
    } else if (name == "alignment") {
      assembly_.set_alignment(check_.integer({name}, value, 1));
    } else if (name != "format" && name != "version") {
      const bool list = name == "nodes" || name == "edges" || name == "order";
      check_.fail({name}, std::string("must be an ") + (list ? "array" : "object") + ", not " +
                              display(value));
    }
    return next();
  }

  Next element(std::string_view list, std::size_t index, const JsonValue& value) override {
    if (check_.failed()) return Next::stop;  // open() has found something
    if (list == "nodes") {
      if (auto node = read_node(check_, index, value)) assembly_.add_node(*std::move(node));
    } else if (list == "edges") {
      read_edge(index, value);
    } else {
      if (auto id = check_.id({list, index}, value)) assembly_.add_to_order(*std::move(id));
    }
    return next();
  }

  [[nodiscard]] Result<GraphFile> finish(const std::string& source) {
    for (const std::string_view key : {"nodes", "edges"}) {
      if (!seen(key)) check_.fail("the key '" + std::string(key) + "' is missing");
    }
    return assembly_.finish(source);
  }

 private:
  [[nodiscard]] Next next() const { return check_.failed() ? Next::stop : Next::proceed; }

  [[nodiscard]] bool seen(std::string_view key) const {
    return std::find(keys_.begin(), keys_.end(), key) != keys_.end();
  }

  void note_key(std::string_view key) {
    const auto known = std::find(kTopKeys.begin(), kTopKeys.end(), key);
    if (known == kTopKeys.end()) {
      check_.fail("unknown key '" + base::short_name(key) + "'");
    } else {
      keys_.push_back(*known);
    }
  }

  void read_edge(std::size_t index, const JsonValue& value) {
    const JsonPlace place{"edges", index};
    if (value.kind != JsonKind::array || value.items.size() < 2 || value.items.size() > 3) {
      check_.fail(place, "must be [producer, consumer] or [producer, consumer, output]");
      return;
    }
    auto producer = check_.id({"edges", index, {}, 0}, value.items[0]);
    auto consumer = check_.id({"edges", index, {}, 1}, value.items[1]);
    std::int64_t output = 0;
    if (value.items.size() == 3) output = check_.integer({"edges", index, {}, 2}, value.items[2]);
    if (!producer || !consumer) return;
    assembly_.add_edge(
        {*std::move(producer), *std::move(consumer), static_cast<std::size_t>(output)});
  }

  JsonChecker check_;
  GraphAssembly assembly_{{"edges", "", "", "order"}, check_};
  std::vector<std::string_view> keys_;  // those seen, of kTopKeys
};

}  // namespace

Result<GraphFile> parse_moccasin_graph(std::string_view text, const std::string& source) {
  Reader reader;
  if (auto error = stream_json(text, source, reader)) return *std::move(error);
  return reader.finish(source);
}

}  // namespace moccasin::io
