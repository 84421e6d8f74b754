// SPDX-License-Identifier: Apache-2.0
// Schedules as one page of HTML that needs nothing else: no network, no library, no other file.
// What it shows and how is in plot/page/, as people write pages; the build puts it together.
//
//   head, style | data (plot/page_data.h) | scripts
#pragma once

#include <iosfwd>

#include "plot/drawing.h"

namespace moccasin::plot {

void write_page(std::ostream& out, const Drawing& drawing);

}  // namespace moccasin::plot
