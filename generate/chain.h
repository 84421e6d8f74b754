// SPDX-License-Identifier: Apache-2.0
// The training step of a chain of layers, on which checkpointing was first studied (Griewank and
// Walther, ACM TOMS 26, 2000; Chen et al., arXiv 1604.06174):
//
//   input --> layer0 --> layer1 --> ... --> loss        layer i's gradient reads the gradient of
//     |          |          |                 |         its output and the layer's input; the
//     v          v          v                 v         activations pile up until the turn
//   layer0 <-- layer1 <-- layer2 <-- ...   <--+
//   .gradient  .gradient  .gradient
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/graph.h"

namespace moccasin::generate {

// The chain of the most layers in at most `nodes` >= 4 operations: 2 layers + 2. One output an
// operation; layers differ in time by a factor of up to 4 and their activations in size by one of
// up to 3. Nothing is retained or resident; the input comes once (max_copies 1).
[[nodiscard]] model::Graph chain(std::size_t nodes, std::uint64_t seed);

}  // namespace moccasin::generate
