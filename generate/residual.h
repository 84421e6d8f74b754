// SPDX-License-Identifier: Apache-2.0
// The training step of a residual network (He et al., CVPR 2016) with bottleneck blocks:
//
//   image --> reduce --> 3 x 3 --> expand --> add --> rectify -->
//      \      (each: convolution, batch norm,  ^
//       \      the first two a rectifier)      |
//        `-------- or: shortcut unit ---------'   at the start of a stage
//
// Four stages; each halves the side and doubles the channels of the one before, so that memory is
// not spread evenly. Shares of blocks as in the network of 50 layers, 3 : 4 : 6 : 3.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/graph.h"

namespace moccasin::generate {

inline constexpr std::size_t kResidualEnds = 19;     // input, stem, pool, head; a shortcut
inline constexpr std::size_t kResidualBlock = 20;    // operations a block adds
inline constexpr std::size_t kResidualShortcut = 4;  // more for the first block of stages 2 to 4

// As many blocks as fit in `nodes` >= 39 operations. The seed draws batch, side and channels.
[[nodiscard]] model::Graph residual(std::size_t nodes, std::uint64_t seed);

}  // namespace moccasin::generate
