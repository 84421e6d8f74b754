// SPDX-License-Identifier: Apache-2.0
#include "io/graph_reader.h"

#include <tuple>
#include <utility>

#include "io/contest_graph.h"
#include "io/csv_graph.h"
#include "io/dialect.h"
#include "io/dot_graph.h"
#include "io/graph_json.h"
#include "io/node_link.h"
#include "io/text_file.h"
#include "io/workflow_graph.h"

namespace moccasin::io {

namespace {

// A key that such a graph does not have would be passed over without a word.
std::optional<Error> refuse_keys(const ReadOptions& options, const std::string& source,
                                 const std::string& what) {
  for (const auto& [option, asked, key] :
       {std::tuple(options.duration_option, options.duration_key, "duration"),
        std::tuple(options.size_option, options.size_key, "size")}) {
    if (asked.empty() || asked == key) continue;
    return make_error(ErrorKind::option, source,
                      std::string(option) + " is for node-link graphs, and this is " + what +
                          ", whose nodes have a '" + key + "'; leave it out");
  }
  return std::nullopt;
}

// The table of edges is a file beside that of the nodes.
Result<GraphFile> parse_tables(std::string_view nodes, const std::string& source,
                               const ReadOptions& options) {
  if (auto error = refuse_keys(options, source, "a table")) return *std::move(error);
  if (options.path.empty()) {
    return make_error(ErrorKind::content, source,
                      "a table of nodes, without that of the edges: give the name of its file, "
                      "beside which the other lies (net-nodes.csv, net-edges.csv)");
  }
  const auto beside = edges_path(options.path);
  if (!beside) {
    return make_error(ErrorKind::content, source,
                      "a table of nodes, but its name does not end in 'nodes': that of the edges "
                      "ends in 'edges' and lies beside it (net-nodes.csv, net-edges.csv)");
  }
  auto edges = read_text_file(*beside);
  if (auto* error = std::get_if<Error>(&edges)) return std::move(*error);
  return parse_csv_graph(nodes, source, std::get<std::string>(edges), source_name(*beside));
}

}  // namespace

Result<GraphFile> read_graph_file(const std::string& path, const ReadOptions& options) {
  auto text = read_text_file(path);
  if (auto* error = std::get_if<Error>(&text)) return std::move(*error);
  ReadOptions of_file = options;
  if (path != "-") of_file.path = path;
  return parse_graph(std::get<std::string>(text), source_name(path), of_file);
}

Result<GraphFile> parse_graph(std::string_view text, const std::string& source,
                              const ReadOptions& options) {
  if (is_contest_graph(text)) {
    if (auto error = refuse_keys(options, source, "a list of operations")) return *std::move(error);
    return parse_contest_graph(text, source);
  }
  if (is_dot_graph(text)) {
    if (auto error = refuse_keys(options, source, "DOT")) return *std::move(error);
    return parse_dot_graph(text, source);
  }
  if (is_node_table(text)) return parse_tables(text, source, options);
  auto dialect = recognise_dialect(text, source);
  if (auto* error = std::get_if<Error>(&dialect)) return std::move(*error);
  if (const auto* keys = std::get_if<NodeLink>(&std::get<Dialect>(dialect))) {
    return parse_node_link(text, source, *keys, options);
  }
  if (std::holds_alternative<Workflow>(std::get<Dialect>(dialect))) {
    if (auto error = refuse_keys(options, source, "a workflow")) return *std::move(error);
    return parse_workflow_graph(text, source);
  }
  if (auto error = refuse_keys(options, source, "a moccasin-graph")) {
    return *std::move(error);
  }
  return parse_moccasin_graph(text, source);
}

}  // namespace moccasin::io
