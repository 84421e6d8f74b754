// SPDX-License-Identifier: Apache-2.0
// Memory over time of several schedules of one graph, one over the other: an outline each in a
// colour of its own, the base order faint behind them, what is recomputed in rows under the axis.
//
//   35 GiB |- - - - - - - - - - - - -  budget; where they differ, one of each in its colour
//          |   __/^^\____                 one schedule
//          |  /__/‾‾‾\___\___             the other
//          +----|||------||--------
//               ||  |                     a row of marks each
#pragma once

#include <string>

#include "plot/drawing.h"

namespace moccasin::plot {

// A complete SVG document; its size does not grow with the schedules. Pre-condition: at most
// kMostSchedules of them.
[[nodiscard]] std::string render_comparison(const Drawing& drawing);

}  // namespace moccasin::plot
