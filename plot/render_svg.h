// SPDX-License-Identifier: Apache-2.0
// Memory over time as a picture: live bytes of the schedule as an area, those of the base order as
// a faint line behind it, the budget as a dashed line, recomputed steps as marks under the axis.
//
//   35 GiB |- - - - - - - - - - - - -  budget
//          |      ___/\___
//          |   __/        \____        x: time, each step as wide as it is long
//          |__/                \___    one column a fraction of a pixel, the maximum of its steps
//          +----|||------||--------
#pragma once

#include <cstdint>
#include <string>

#include "model/graph.h"
#include "model/schedule.h"

namespace moccasin::plot {

struct Picture {
  const model::Graph* graph = nullptr;
  const model::Schedule* schedule = nullptr;  // valid
  std::int64_t budget = 0;
  std::string title;          // the result in one line
  std::string duration_unit;  // as the graph's file declares them
  std::string size_unit;
};

// A complete SVG document. Its size does not grow with the schedule.
[[nodiscard]] std::string render_svg(const Picture& picture);

}  // namespace moccasin::plot
