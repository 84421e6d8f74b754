// SPDX-License-Identifier: Apache-2.0
// A plan as a picture: every buffer a rectangle, as wide as its life and as high as its bytes,
// where it lies in the arena.
//
//   8 GiB |- - +----------+- -  arena
//         |  +-+  conv_3  |     x: steps, y: bytes of the arena
//         +--+-+--+-------+
//         | conv_1|  fc   |
//         +-------+-------+---
#pragma once

#include <string>

#include "io/graph_file.h"
#include "model/arena.h"
#include "model/schedule.h"

namespace moccasin::plot {

struct PlanPicture {
  const io::GraphFile* graph = nullptr;
  const model::Schedule* schedule = nullptr;    // valid
  const model::Placement* placement = nullptr;  // valid
  std::int64_t live_peak = 0;
  std::string title;  // the result in one line
};

inline constexpr std::size_t kMostRectangles = 20'000;

// A complete SVG document. Of more buffers than kMostRectangles the largest by bytes and steps are
// drawn, and it says so.
[[nodiscard]] std::string render_plan(const PlanPicture& picture);

}  // namespace moccasin::plot
