// SPDX-License-Identifier: Apache-2.0
// What a public Graph holds. Either it was collected, and the builder has every piece; or it was
// made from a model::Graph (`built`), and the builder is filled only when somebody changes it.
#pragma once

#include <memory>
#include <vector>

#include "moccasin/moccasin.hpp"
#include "model/graph_builder.h"

namespace moccasin {

struct Graph::Impl {
  static constexpr TensorId kNoOutput = 0xffffffff;

  model::GraphBuilder builder;
  std::vector<TensorId> first_output;  // by operation, for add_edge
  std::shared_ptr<const model::Graph> built;

  // Moves what `built` holds into the builder.
  void thaw();
};

}  // namespace moccasin
