// SPDX-License-Identifier: Apache-2.0
#include "io/dot_graph.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/printable.h"
#include "io/dot_lexer.h"
#include "io/graph_assembly.h"
#include "io/text_amount.h"
#include "io/text_node.h"

namespace moccasin::io {
namespace {

using Kind = DotToken::Kind;

struct Attribute {
  std::string text;
  std::size_t offset = 0;
};
using Attributes = std::map<std::string, Attribute, std::less<>>;

struct Node {
  std::string id;
  std::size_t offset = 0;  // where it stands first
  Attributes attributes;
};

struct Edge {
  std::string from, to;
  std::size_t offset = 0;
  Attribute output;  // empty: 0
};

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

bool is_word(const DotToken& token, std::string_view word) {
  return token.kind == Kind::id && !token.quoted && lower_case(token.text) == word;
}

// The statements of a file, as nodes and edges.
class Parser {
 public:
  explicit Parser(std::string_view text) : lexer_(text) {}

  [[nodiscard]] bool parse() {
    if (!advance()) return false;
    if (is_word(token_, "strict") && !advance()) return false;
    if (is_word(token_, "graph")) return fail("the graph is not directed; begin it with 'digraph'");
    if (!is_word(token_, "digraph")) return fail("expected 'digraph'");
    if (!advance()) return false;
    if (token_.kind == Kind::id) {
      name_ = token_.text;
      if (!advance()) return false;
    }
    if (!block()) return false;
    return token_.kind == Kind::end || fail("expected the end of the file behind the graph");
  }

  [[nodiscard]] const TextFault& fault() const { return fault_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }
  [[nodiscard]] const std::vector<Edge>& edges() const { return edges_; }
  [[nodiscard]] const Attributes& graph() const { return graph_; }

 private:
  bool fail(std::string message) {
    fault_ = {token_.offset, std::move(message)};
    return false;
  }

  bool advance() {
    auto next = lexer_.next();
    if (auto* const fault = std::get_if<TextFault>(&next)) {
      fault_ = std::move(*fault);
      return false;
    }
    token_ = std::get<DotToken>(std::move(next));
    return true;
  }

  // Defaults of nodes hold to the end of the block that they stand in. Blocks within blocks are
  // counted, not called: a file may nest them at will.
  bool block() {
    std::vector<Attributes> defaults(1);
    if (!token_.is_sign('{')) return fail("expected '{'");
    if (!advance()) return false;
    while (true) {
      if (token_.is_sign('}')) {
        defaults.pop_back();
        if (!advance()) return false;
        if (defaults.empty()) return true;
        if (token_.kind == Kind::arrow) return fail("a subgraph as an end of an edge is not read");
        continue;
      }
      if (token_.is_sign(';') || token_.is_sign(',')) {
        if (!advance()) return false;
      } else if (is_word(token_, "subgraph") || token_.is_sign('{')) {
        if (!open_subgraph()) return false;
        defaults.push_back(defaults.back());
      } else if (!statement(defaults.back(), defaults.size() == 1)) {
        return false;
      }
    }
  }

  bool open_subgraph() {
    if (is_word(token_, "subgraph")) {
      if (!advance()) return false;
      if (token_.kind == Kind::id && !advance()) return false;
    }
    if (!token_.is_sign('{')) return fail("expected '{' behind 'subgraph'");
    return advance();
  }

  bool statement(Attributes& defaults, bool outermost) {
    if (token_.kind == Kind::end) return fail("the graph is not closed: '}' is missing");
    if (token_.kind != Kind::id) return fail("expected a node, an edge or '}'");
    const DotToken first = token_;
    if (!advance()) return false;
    for (const std::string_view word : {"node", "edge", "graph"}) {
      if (!is_word(first, word)) continue;
      Attributes others;
      Attributes& target = word == "node"                 ? defaults
                           : word == "graph" && outermost ? graph_
                                                          : others;
      return attributes(target);
    }
    if (token_.is_sign('=')) return assignment(first, outermost);
    return node_or_edges(first, defaults);
  }

  bool assignment(const DotToken& key, bool outermost) {
    if (!advance()) return false;
    if (token_.kind != Kind::id) return fail("expected a value behind '='");
    if (outermost) graph_[key.text] = {token_.text, token_.offset};
    return advance();
  }

  bool node_or_edges(const DotToken& first, const Attributes& defaults) {
    std::vector<DotToken> chain = {first};
    if (!port()) return false;
    while (token_.kind == Kind::arrow || token_.kind == Kind::line) {
      if (token_.kind == Kind::line)
        return fail("'--' is for graphs that are not directed; use '->'");
      if (!advance()) return false;
      if (token_.kind != Kind::id || is_word(token_, "subgraph")) {
        return fail("expected a node behind '->'; a subgraph there is not read");
      }
      chain.push_back(token_);
      if (!advance() || !port()) return false;
    }
    Attributes own;
    if (!attributes(own)) return false;
    for (const DotToken& token : chain) {
      Node& node = node_of(token, defaults);
      if (chain.size() > 1) continue;
      for (auto& [key, value] : own) node.attributes.insert_or_assign(key, value);
    }
    const auto output = own.find("output");
    for (std::size_t i = 1; i < chain.size(); ++i) {
      edges_.push_back({chain[i - 1].text, chain[i].text, chain[i].offset,
                        output == own.end() ? Attribute() : output->second});
    }
    return true;
  }

  // "a:port:compass" is a.
  bool port() {
    while (token_.is_sign(':')) {
      if (!advance()) return false;
      if (token_.kind != Kind::id) return fail("expected a port behind ':'");
      if (!advance()) return false;
    }
    return true;
  }

  bool attributes(Attributes& to) {
    while (token_.is_sign('[')) {
      if (!advance()) return false;
      while (!token_.is_sign(']')) {
        if (token_.kind != Kind::id) return fail("expected an attribute or ']'");
        const std::string key = token_.text;
        if (!advance()) return false;
        if (!token_.is_sign('='))
          return fail("expected '=' behind '" + base::short_name(key) + "'");
        if (!advance()) return false;
        if (token_.kind != Kind::id) return fail("expected a value behind '='");
        to[key] = {token_.text, token_.offset};
        if (!advance()) return false;
        if ((token_.is_sign(',') || token_.is_sign(';')) && !advance()) return false;
      }
      if (!advance()) return false;
    }
    return true;
  }

  Node& node_of(const DotToken& token, const Attributes& defaults) {
    const auto [place, added] = place_of_.try_emplace(token.text, nodes_.size());
    if (added) nodes_.push_back({token.text, token.offset, defaults});
    return nodes_[place->second];
  }

  DotLexer lexer_;
  DotToken token_;
  TextFault fault_;
  std::string name_;
  Attributes graph_;
  std::vector<Node> nodes_;
  std::map<std::string, std::size_t, std::less<>> place_of_;
  std::vector<Edge> edges_;
};

// Nodes and edges as a graph.
class Converter {
 public:
  explicit Converter(const Parser& parsed) : parsed_(parsed) {}

  [[nodiscard]] std::optional<TextFault> convert() {
    assembly_.header().name = parsed_.name();
    for (const auto& [key, text] : {std::pair("duration_unit", &assembly_.header().duration_unit),
                                    std::pair("size_unit", &assembly_.header().size_unit)}) {
      const auto found = parsed_.graph().find(std::string_view(key));
      if (found != parsed_.graph().end()) *text = found->second.text;
    }
    std::int64_t resident = 0;
    if (auto fault = whole(parsed_.graph(), "resident", 0, resident)) return fault;
    assembly_.set_resident(resident);
    for (const Node& node : parsed_.nodes()) {
      if (auto fault = add_node(node)) return fault;
    }
    for (const Edge& edge : parsed_.edges()) {
      if (auto fault = add_edge(edge)) return fault;
    }
    return std::nullopt;
  }

  [[nodiscard]] Result<GraphFile> finish(const std::string& source) {
    return assembly_.finish(source);
  }

 private:
  static std::optional<TextFault> whole(const Attributes& attributes, std::string_view key,
                                        std::int64_t least, std::int64_t& value) {
    const auto found = attributes.find(key);
    if (found == attributes.end()) return std::nullopt;
    auto wrong = take_whole(found->second.text, least, value);
    if (!wrong) return std::nullopt;
    return TextFault{found->second.offset, std::string(key) + ": " + *wrong};
  }

  std::optional<TextFault> add_node(const Node& node) {
    const Attributes& has = node.attributes;
    const std::string whose = " (node '" + base::short_name(node.id) + "')";
    const auto duration = has.find("duration");
    const bool sized = has.contains("size");
    if (duration == has.end()) return TextFault{node.offset, "no attribute 'duration'" + whose};
    if (sized == has.contains("outputs")) {
      return TextFault{node.offset,
                       (sized ? "the attributes 'size' and 'outputs' exclude each other"
                              : "no attribute 'size' or 'outputs'") +
                           whose};
    }
    NodeRecord record{.id = id_in_text(node.id)};
    if (auto wrong = take_duration(duration->second.text, record.duration)) {
      return TextFault{duration->second.offset, "duration: " + *wrong + whose};
    }
    if (const auto op = has.find("op"); op != has.end()) record.kind = op->second.text;
    std::int64_t copies = 0;
    if (auto fault = whole(has, "workspace", 0, record.workspace)) return fault;
    if (auto fault = whole(has, "max_copies", 1, copies)) return fault;
    copies = std::min<std::int64_t>(copies, std::numeric_limits<std::int32_t>::max());
    record.max_copies = static_cast<std::int32_t>(copies);
    if (auto fault = add_outputs(has, sized ? "size" : "outputs", record)) return fault;
    num_outputs_[node.id] = record.outputs.size();
    assembly_.add_node(std::move(record));
    return std::nullopt;
  }

  static std::optional<TextFault> add_outputs(const Attributes& has, const std::string& key,
                                              NodeRecord& record) {
    bool retain = false;
    if (const auto flag = has.find("retain"); flag != has.end()) {
      if (auto wrong = take_flag(flag->second.text, retain)) {
        return TextFault{flag->second.offset, "retain: " + *wrong};
      }
    }
    const Attribute& sizes = has.find(key)->second;
    const Outputs outputs = key == "outputs" ? Outputs::several : Outputs::one;
    if (auto wrong = take_outputs(sizes.text, outputs, record)) {
      return TextFault{sizes.offset, key + ": " + *wrong};
    }
    for (NodeRecord::Output& output : record.outputs) {
      output.retain = retain ? model::Retain::yes : model::Retain::no;
    }
    return std::nullopt;
  }

  std::optional<TextFault> add_edge(const Edge& edge) {
    std::int64_t output = 0;
    if (!edge.output.text.empty()) {
      if (auto wrong = take_whole(edge.output.text, 0, output)) {
        return TextFault{edge.output.offset, "output: " + *wrong};
      }
    }
    const std::size_t outputs = num_outputs_.find(edge.from)->second;
    if (static_cast<std::size_t>(output) >= outputs) {
      return TextFault{edge.offset, no_such_output(output, id_in_text(edge.from), outputs)};
    }
    assembly_.add_edge(
        {id_in_text(edge.from), id_in_text(edge.to), static_cast<std::size_t>(output)});
    return std::nullopt;
  }

  const Parser& parsed_;
  JsonChecker check_;
  GraphAssembly assembly_{{"edges", "", "", "order"}, check_};
  std::map<std::string, std::size_t, std::less<>> num_outputs_;
};

}  // namespace

bool is_dot_graph(std::string_view text) {
  DotLexer lexer(text);
  const auto word = [&]() -> DotToken {
    auto next = lexer.next();
    auto* const token = std::get_if<DotToken>(&next);
    return token == nullptr ? DotToken() : std::move(*token);
  };
  DotToken first = word();
  if (is_word(first, "strict")) first = word();
  if (!is_word(first, "graph") && !is_word(first, "digraph")) return false;
  DotToken next = word();
  if (next.kind == Kind::id) next = word();
  return next.is_sign('{');
}

Result<GraphFile> parse_dot_graph(std::string_view text, const std::string& source) {
  Parser parser(text);
  if (!parser.parse()) return fault_error(text, source, parser.fault());
  Converter converter(parser);
  if (const auto fault = converter.convert()) return fault_error(text, source, *fault);
  return converter.finish(source);
}

}  // namespace moccasin::io
