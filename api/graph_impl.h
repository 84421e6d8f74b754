// SPDX-License-Identifier: Apache-2.0
// What a public Graph holds. Either it was collected, and the builder has every piece; or it was
// made from a model::Graph (`built`), and the builder is filled only when somebody changes it.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "moccasin/moccasin.hpp"
#include "model/graph_builder.h"

namespace moccasin {

struct Graph::Impl {
  static constexpr TensorId kNoOutput = 0xffffffff;

  model::GraphBuilder builder;
  // For add_edge: by operation, and of producers that were not there yet. Those are in a map since
  // one may be any number.
  std::vector<TensorId> first_output;
  std::map<OpId, TensorId> early_output;
  std::shared_ptr<const model::Graph> built;

  // What `graph` holds, in the builder: about to be changed. No symbol of the shared library.
  [[gnu::visibility("hidden")]] static Impl& changing(Graph& graph);

  // kNoOutput: it has none so far.
  [[gnu::visibility("hidden")]] TensorId first_output_of(OpId producer) const;

 private:
  // Moves what `built` holds into the builder.
  [[gnu::visibility("hidden")]] void thaw();
};

}  // namespace moccasin
