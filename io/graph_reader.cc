// SPDX-License-Identifier: Apache-2.0
#include "io/graph_reader.h"

#include <tuple>
#include <utility>

#include "io/dialect.h"
#include "io/graph_json.h"
#include "io/node_link.h"
#include "io/text_file.h"

namespace moccasin::io {

Result<GraphFile> read_graph_file(const std::string& path, const ReadOptions& options) {
  auto text = read_text_file(path);
  if (auto* error = std::get_if<Error>(&text)) return std::move(*error);
  return parse_graph(std::get<std::string>(text), source_name(path), options);
}

Result<GraphFile> parse_graph(std::string_view text, const std::string& source,
                              const ReadOptions& options) {
  auto dialect = recognise_dialect(text, source);
  if (auto* error = std::get_if<Error>(&dialect)) return std::move(*error);
  if (const auto* keys = std::get_if<NodeLink>(&std::get<Dialect>(dialect))) {
    return parse_node_link(text, source, *keys, options);
  }
  // A key that such a graph does not have would be passed over without a word.
  for (const auto& [option, asked, key] :
       {std::tuple(options.duration_option, options.duration_key, "duration"),
        std::tuple(options.size_option, options.size_key, "size")}) {
    if (asked.empty() || asked == key) continue;
    return make_error(ErrorKind::option, source,
                      std::string(option) + " is for node-link graphs, and this is a " +
                          "moccasin-graph, whose nodes have a '" + key + "'; leave it out");
  }
  return parse_moccasin_graph(text, source);
}

}  // namespace moccasin::io
