// SPDX-License-Identifier: Apache-2.0
// Small graphs by hand, for tests.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "model/graph.h"
#include "model/graph_builder.h"

namespace moccasin::test {

// The graph of `builder`; throws its first issue, which ends the test, if there is none.
[[nodiscard]] inline model::Graph built(const model::GraphBuilder& builder) {
  std::variant<model::Graph, std::vector<model::Issue>> result = builder.build();
  if (const auto* issues = std::get_if<std::vector<model::Issue>>(&result)) {
    throw std::runtime_error(issues->front().message);
  }
  return std::get<model::Graph>(std::move(result));
}

// Operations a, b, c, ... of one output each (TensorIndex i is operation i's).
[[nodiscard]] inline model::GraphBuilder simple_graph(
    const std::vector<std::pair<std::int64_t, std::int64_t>>& durations_and_sizes,
    const std::vector<std::pair<std::size_t, std::size_t>>& edges) {
  model::GraphBuilder builder;
  for (const auto& [duration, size] : durations_and_sizes) {
    const std::string name(1, static_cast<char>('a' + builder.num_operations()));
    builder.add_output(builder.add_operation({.name = name, .duration = duration}), size);
  }
  for (const auto& [from, to] : edges) {
    builder.add_read(model::OpIndex(to), model::TensorIndex(from));
  }
  return builder;
}

// Operation numbers as indices: ops({0, 2, 1}).
[[nodiscard]] inline std::vector<model::OpIndex> ops(const std::vector<std::size_t>& numbers) {
  std::vector<model::OpIndex> result;
  for (const std::size_t number : numbers) result.emplace_back(number);
  return result;
}

}  // namespace moccasin::test
