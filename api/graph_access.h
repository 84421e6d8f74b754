// SPDX-License-Identifier: Apache-2.0
// The door between the public Graph and the model's, for the library itself and for the program,
// which reads model graphs from files. Not installed.
#pragma once

#include <memory>
#include <variant>
#include <vector>

#include "moccasin/moccasin.hpp"
#include "model/graph.h"
#include "model/schedule.h"

namespace moccasin {
inline namespace v0 {

using ModelGraph = std::shared_ptr<const model::Graph>;

struct GraphAccess {
  // The same graph, ids being indices. Nothing is copied.
  [[nodiscard]] static Graph wrap(ModelGraph graph);
  // The graph checked and built, or what is wrong with it. Free for a graph made by wrap().
  [[nodiscard]] static std::variant<ModelGraph, std::vector<Issue>> build(const Graph& graph);
};

[[nodiscard]] model::Schedule to_model(const std::vector<OpId>& schedule);
[[nodiscard]] std::vector<OpId> to_public(const model::Schedule& schedule);

}  // namespace v0
}  // namespace moccasin
