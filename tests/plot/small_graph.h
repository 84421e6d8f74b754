// SPDX-License-Identifier: Apache-2.0
// Graphs for tests of what draws or lists them.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "model/graph_builder.h"
#include "model/schedule.h"

namespace moccasin::plot {

// A chain of one-output operations "v0", "v1", ...: durations and sizes by operation.
inline model::Graph chain(const std::vector<std::int64_t>& durations,
                          const std::vector<std::int64_t>& sizes) {
  model::GraphBuilder builder;
  for (std::size_t i = 0; i < durations.size(); ++i) {
    const auto op = builder.add_operation(
        {.name = "v" + std::to_string(i), .duration = durations[i], .workspace = 0});
    builder.add_output(op, sizes[i]);
    if (i > 0) builder.add_read(op, model::TensorIndex(i - 1));
  }
  return std::get<model::Graph>(builder.build());
}

inline model::Schedule steps(const std::vector<std::size_t>& ops) {
  model::Schedule schedule;
  for (const std::size_t op : ops) schedule.steps.emplace_back(op);
  return schedule;
}

}  // namespace moccasin::plot
