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

  // What `graph` holds, in the builder: about to be changed. No symbol of the shared library.
  [[gnu::visibility("hidden")]] static Impl& changing(Graph& graph);

 private:
  // Moves what `built` holds into the builder.
  [[gnu::visibility("hidden")]] void thaw();
};

}  // namespace moccasin
