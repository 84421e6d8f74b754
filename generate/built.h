// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>
#include <variant>
#include <vector>

#include "base/assert.h"
#include "model/graph.h"
#include "model/graph_builder.h"

namespace moccasin::generate {

// The graph of a builder that a generator has filled: an issue would be a bug of ours.
[[nodiscard]] inline model::Graph built(const model::GraphBuilder& builder) {
  std::variant<model::Graph, std::vector<model::Issue>> result = builder.build();
  auto* graph = std::get_if<model::Graph>(&result);
  MOCCASIN_ASSERT(graph != nullptr);
  return std::move(*graph);
}

}  // namespace moccasin::generate
