// SPDX-License-Identifier: Apache-2.0
// The floor and what it is made of, for programs.
#pragma once

#include <string>

#include "moccasin/moccasin.hpp"
#include "model/graph.h"

namespace moccasin::app {

// One JSON object: `bytes`, the operation that sets it and what is live then (docs/formats.md), the
// same facts as render_floor.h has in words.
[[nodiscard]] std::string floor_json(const model::Graph& graph, const Facts& facts);

}  // namespace moccasin::app
