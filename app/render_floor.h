// SPDX-License-Identifier: Apache-2.0
// Why no schedule fits below the floor: what sets it, and what that needs at once.
#pragma once

#include <string>
#include <vector>

#include "app/render_amount.h"
#include "moccasin/moccasin.hpp"
#include "model/graph.h"

namespace moccasin::app {

// "conv" for an operation of one output, else "bn:1".
[[nodiscard]] std::string tensor_name(const model::Graph& graph, model::TensorIndex tensor);

// "operation 'conv'", or "the retained outputs".
[[nodiscard]] std::string floor_setter(const model::Graph& graph, const Facts& facts);

// Of a pair: "while the last of its producers, at best 'conv', runs, its other inputs are live"; of
// a search: "in whatever order and however often anything runs"; else nothing.
[[nodiscard]] std::string floor_moment(const model::Graph& graph, const Facts& facts);

// "operation 'conv' needs that much at once, in any schedule:", with the moment if there is one.
[[nodiscard]] std::string floor_reason(const model::Graph& graph, const Facts& facts);

// What makes up the floor, largest first, a line each:
//   reads      411 041 792 bytes (392.0 MiB)  'relu_1'
//   writes     411 041 792 bytes (392.0 MiB)  'conv_2'
// "holds" stands before what is live beside them. Beyond the first eight, one line sums up the
// rest.
[[nodiscard]] std::vector<std::string> render_needs(const model::Graph& graph, const Facts& facts,
                                                    SizeUnit unit);

}  // namespace moccasin::app
