// SPDX-License-Identifier: Apache-2.0
// A drawing small enough to be written out in a test.
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "io/graph_file.h"
#include "model/graph_builder.h"
#include "plot/drawing.h"
#include "tests/plot/small_graph.h"

namespace moccasin::plot {

// a writes x and y, b reads x, c reads both of a's and b's and is retained; b has workspace.
inline io::GraphFile small_file(const std::string& first = "a") {
  model::GraphBuilder builder;
  builder.set_resident(50);
  const auto a = builder.add_operation({.name = first, .duration = 1500});
  const auto b = builder.add_operation({.name = "relu_1", .duration = 2, .workspace = 6});
  const auto c = builder.add_operation({.name = "c", .duration = 0});
  const auto x = builder.add_output(a, 8), y = builder.add_output(a, 3);
  const auto z = builder.add_output(b, 5);
  builder.add_output(c, 9, model::Retain::yes);
  builder.add_read(b, x);
  for (const auto tensor : {x, y, z}) builder.add_read(c, tensor);
  io::GraphFile file;
  file.graph = std::get<model::Graph>(builder.build());
  file.name = "small";
  file.duration_unit = "ns";
  file.size_unit = "byte";
  file.id_kinds.assign(3, io::IdKind::text);
  file.kinds = {"split", "", "add"};
  return file;
}

// a b a c: the second run of a is a recomputation.
inline DrawnSchedule again(std::string name) {
  return {.name = std::move(name), .status = "feasible", .schedule = steps({0, 1, 0, 2})};
}

}  // namespace moccasin::plot
