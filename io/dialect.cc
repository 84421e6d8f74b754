// SPDX-License-Identifier: Apache-2.0
#include "io/dialect.h"

#include <optional>
#include <utility>

#include "io/json_checker.h"
#include "io/json_stream.h"
#include "io/text_file.h"

namespace moccasin::io {
namespace {

class Recogniser final : public JsonVisitor {
 public:
  Visit open(std::string_view name, JsonKind kind) override {
    if (name == "nodes") nodes_ = true;
    if (name == "workflow") workflow_ = kind == JsonKind::object;
    if (name == "adjacency") other_ = "networkx's adjacency_data";
    if (name == "elements") other_ = "networkx's cytoscape_data";
    if (List* const list = edges(name)) list->kind = kind;
    const bool looked_into = name == "nodes" || edges(name) != nullptr;
    return looked_into && kind == JsonKind::array ? Visit::each : Visit::skip;
  }

  Next member(std::string_view name, const JsonValue& value) override {
    if (name == "format") format_ = value;
    if (name == "version") version_ = value;
    if (List* const list = edges(name)) list->kind = value.kind;
    return format_ && version_ ? Next::stop : Next::proceed;
  }

  Next element(std::string_view list, std::size_t index, const JsonValue& value) override {
    if (index > 0) return Next::proceed;
    if (list == "nodes") {
      id_is_name_ = value.find("id") == nullptr && value.find("name") != nullptr;
    } else if (List* const links = edges(list)) {
      links->filled = true;
      links->pairs = value.kind == JsonKind::array;
      links->numbered = value.find("source") == nullptr && value.find("0") != nullptr;
    }
    return Next::proceed;
  }

  [[nodiscard]] Result<Dialect> dialect(const std::string& source) const {
    const auto wrong = [&](const std::string& message) {
      return make_error(ErrorKind::content, source, message);
    };
    if (format_) return moccasin_graph(source);
    if (workflow_ && !nodes_) return Workflow{};
    if (!nodes_ || !(links_.kind || edges_.kind)) {
      const std::string other = other_.empty() ? "" : " (this looks like " + other_ + ")";
      return wrong(
          "not a graph: expected \"format\": \"moccasin-graph\", or \"nodes\" and \"links\"" +
          other);
    }
    // null is Python's for a list that is not given; of two that are null neither is there.
    List links = links_, edges = edges_;
    if (links.kind == JsonKind::null && edges.kind && edges.kind != JsonKind::null) links = {};
    if (edges.kind == JsonKind::null && links.kind && links.kind != JsonKind::null) edges = {};
    for (const auto& [name, list] : {std::pair("links", links), std::pair("edges", edges)}) {
      if (list.kind && list.kind != JsonKind::array) {
        return wrong(std::string(name) + ": must be an array");
      }
    }
    // Of two lists an empty one says nothing. Were one taken where both say something, the other
    // would be lost.
    if (links.filled && edges.filled) {
      return wrong("the keys 'links' and 'edges' both list edges; put all of them in one list");
    }
    const bool by_edges = edges.filled || !links.kind;
    const List& list = by_edges ? edges : links;
    if (list.pairs) {
      return wrong(
          "the key 'format' is missing: a graph whose edges are arrays begins with "
          "\"format\": \"moccasin-graph\", \"version\": 1");
    }
    NodeLink keys;
    if (by_edges) keys.links_key = "edges";
    if (id_is_name_) keys.id_key = "name";
    if (list.numbered) keys.source_key = "0", keys.target_key = "1";
    return keys;
  }

 private:
  struct List {
    std::optional<JsonKind> kind;  // where the file has it
    bool filled = false;
    bool pairs = false;     // it begins with an array
    bool numbered = false;  // it begins with an object whose ends are "0" and "1"
  };

  // The list of that name, if lists of edges have it.
  List* edges(std::string_view name) {
    if (name == "links") return &links_;
    return name == "edges" ? &edges_ : nullptr;
  }

  [[nodiscard]] Result<Dialect> moccasin_graph(const std::string& source) const {
    JsonChecker check;
    const std::string format = check.text({"format"}, *format_);
    if (format == "moccasin-schedule") {
      check.fail("this is a schedule; a graph is expected here");
    } else if (format != "moccasin-graph") {
      check.fail({"format"},
                 "unknown format " + display(*format_) + "; expected \"moccasin-graph\"");
    }
    if (!version_) check.fail("the key 'version' is missing");
    if (version_ && !check.failed() && check.integer({"version"}, *version_) != 1) {
      check.fail({"version"},
                 "version " + display(*version_) + " is not supported; moccasin reads 1");
    }
    if (check.failed()) return check.error(source);
    return MoccasinGraph{};
  }

  std::optional<JsonValue> format_, version_;
  bool nodes_ = false, workflow_ = false;
  bool id_is_name_ = false;
  List links_, edges_;
  std::string other_;  // what else it looks like
};

}  // namespace

Result<Dialect> recognise_dialect(std::string_view text, const std::string& source) {
  Recogniser recogniser;
  if (auto error = stream_json(text, source, recogniser)) return *std::move(error);
  return recogniser.dialect(source);
}

}  // namespace moccasin::io
