// SPDX-License-Identifier: Apache-2.0
// A time/memory curve for people: as a table, and as a picture with the curve, the bound below it
// and the knee.
//
//   overhead
//     |  :o___                      o  schedules: a step at each budget
//     |  :  o |____o                .  what no schedule beats
//     |  :.....    |_______ knee    :  below the first, nothing fits or nothing is known
//     +----------------------- budget
#pragma once

#include <string>
#include <vector>

#include "app/render_amount.h"
#include "io/sweep_file.h"

namespace moccasin::app {

// A header and a line a budget that was asked for, and the knee, the largest first. `width`:
// columns that there are; of less than 60 the names of the techniques are left out.
[[nodiscard]] std::vector<std::string> sweep_table(const io::SweepFile& sweep, SizeUnit unit,
                                                   std::size_t width);

// A complete SVG document.
[[nodiscard]] std::string render_sweep(const io::SweepFile& sweep, const std::string& title,
                                       const std::string& size_unit);

}  // namespace moccasin::app
