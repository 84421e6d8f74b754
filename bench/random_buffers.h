// SPDX-License-Identifier: Apache-2.0
// Seeded buffers of several shapes, to measure the search for offsets with.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/arena.h"

namespace moccasin::bench {

enum class Shape {
  scattered,  // lifetimes anywhere, most of them short, sizes of all magnitudes
  training,   // as of a training step: written on the way there, read on the way back
  cut,        // an arena cut into rectangles at random: the peak can be reached, without a hole
  loose,      // the same, and one in twelve taken out
};
inline constexpr std::array kShapes{Shape::scattered, Shape::training, Shape::cut, Shape::loose};

[[nodiscard]] const char* name_of(Shape shape);

// About `count` of them.
[[nodiscard]] std::vector<model::ArenaBuffer> random_buffers(Shape shape, std::size_t count,
                                                             std::uint64_t seed);

}  // namespace moccasin::bench
