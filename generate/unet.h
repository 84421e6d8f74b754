// SPDX-License-Identifier: Apache-2.0
// The training step of a U-Net (Ronneberger, Fischer, Brox, MICCAI 2015):
//
//   level 0   units ------------------------------> join units --> classify, loss
//               `-> pool                        up ---'
//   level 1           units ----------> join units
//                       `-> pool    up ---'
//   bottom                    units
//
// A unit is convolution, batch norm and rectifier. Each level down halves the side and doubles
// the channels; the long skips keep the largest activations alive the longest.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/graph.h"

namespace moccasin::generate {

inline constexpr std::size_t kUnetEnds = 5;   // input, classify and loss
inline constexpr std::size_t kUnetLevel = 7;  // pool, up, join, their gradients, one sum
inline constexpr std::size_t kUnetUnit = 6;   // operations a unit adds
inline constexpr std::size_t kUnetMostLevels = 4;

// As many levels (at most 4), with two units at each end of a level and the bottom where
// possible, and as many units as fit in `nodes` >= 30 operations. The seed draws batch, side and
// channels.
[[nodiscard]] model::Graph unet(std::size_t nodes, std::uint64_t seed);

}  // namespace moccasin::generate
