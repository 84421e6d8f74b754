// SPDX-License-Identifier: Apache-2.0
// Small graphs for tests of what `moccasin explain` says, and whether it says it.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "api/graph_access.h"
#include "app/explain_case.h"
#include "tests/support/build_graph.h"

namespace moccasin::app {

inline std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

inline bool says(const std::vector<std::string>& lines, const std::string& words) {
  return joined(lines).find(words) != std::string::npos;
}

// w -> a, b reads w, P holds the peak, d reads x of a: as in explain/drop.h.
struct Example {
  explicit Example(std::int32_t most_runs = 0) {
    model::GraphBuilder builder;
    const auto add = [&](const char* name, std::int64_t size, std::int64_t workspace = 0) {
      builder.add_output(
          builder.add_operation(
              {.name = name, .duration = 10, .workspace = workspace, .max_copies = most_runs}),
          size);
    };
    add("load_1", 600), add("conv_1", 500), add("conv_2", 100), add("pool_1", 2000, 50);
    add("loss_1", 100);
    const std::pair<std::size_t, std::size_t> reads[] = {{1, 0}, {2, 0}, {3, 2}, {4, 1}, {4, 3}};
    for (const auto& [op, tensor] : reads)
      builder.add_read(model::OpIndex(op), model::TensorIndex(tensor));
    auto file = std::make_shared<io::GraphFile>();
    file->graph = test::built(builder);
    file->duration_unit = "ns";
    file->size_unit = "byte";
    file->kinds.assign(5, "");
    file->id_kinds.assign(5, io::IdKind::text);
    explained.facts = describe(GraphAccess::wrap(ModelGraph(file, &file->graph)));
    explained.file = std::move(file);
    explained.schedule = base_schedule(explained.graph());
  }

  ExplainCase& found() {
    find_out(explained);
    return explained;
  }

  ExplainCase explained;
};

inline Example of_graph(model::GraphBuilder& builder) {
  Example example;
  auto file = std::make_shared<io::GraphFile>(*example.explained.file);
  file->graph = test::built(builder);
  file->kinds.assign(file->graph.num_operations(), "");
  file->id_kinds.assign(file->graph.num_operations(), io::IdKind::text);
  example.explained.facts = describe(GraphAccess::wrap(ModelGraph(file, &file->graph)));
  example.explained.schedule = base_schedule(file->graph);
  example.explained.file = std::move(file);
  return example;
}

// Peaks at P and at Q, each with a buffer that may be dropped there, a and b.
inline Example two_drops() {
  model::GraphBuilder builder;
  for (const auto& [name, size] : {std::pair("a", 500), std::pair("P", 2000), std::pair("d", 1),
                                   std::pair("b", 500), std::pair("Q", 2000), std::pair("e", 1)}) {
    builder.add_output(builder.add_operation({.name = name, .duration = 10}), size);
  }
  builder.add_read(model::OpIndex(2), model::TensorIndex(0));
  builder.add_read(model::OpIndex(5), model::TensorIndex(3));
  builder.set_base_order(test::ops({0, 1, 2, 3, 4, 5}));
  return of_graph(builder);
}

// As free_drop() below, with names of any length.
inline Example long_names(const std::string& a, const std::string& d) {
  model::GraphBuilder builder;
  for (const auto& [name, size] : {std::pair(a, 500), {std::string("P"), 2000}, {d, 1}}) {
    builder.add_output(builder.add_operation({.name = name, .duration = 10}), size);
  }
  builder.add_read(model::OpIndex(2), model::TensorIndex(0));
  builder.set_base_order(test::ops({0, 1, 2}));
  return of_graph(builder);
}

// a is live for d while P runs, whose output nobody reads: to drop it helps.
inline Example free_drop() {
  model::GraphBuilder builder;
  for (const auto& [name, size] : {std::pair("a", 500), std::pair("P", 2000), std::pair("d", 1)}) {
    builder.add_output(builder.add_operation({.name = name, .duration = 10}), size);
  }
  builder.add_read(model::OpIndex(2), model::TensorIndex(0));
  builder.set_base_order(test::ops({0, 1, 2}));
  return of_graph(builder);
}

}  // namespace moccasin::app
