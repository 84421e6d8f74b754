// SPDX-License-Identifier: Apache-2.0
// A drawing as the page reads it (plot/page/data.js): one JSON object on one line.
//
//   {"name": "example", "durationUnit": "us", "sizeUnit": "byte", "resident": 100,
//    "kinds": ["conv", "relu"],
//    "operations": {"name": ["a", "b"], "kind": [0, 1], "duration": [8, 3], "workspace": [0, 30]},
//    "tensors": {"producer": [0, 1], "size": [60, 60], "retained": [1]},
//    "reads": [0, 1, 0],                    of every operation: how many tensors, and which
//    "schedules": [{"name": "base order", "status": "", "budget": null,
//                   "steps": [0, 1],        the first operation, then how far to the next
//                   "placement": null}]}    or {"arena", "alignment", "buffers", "workspaces"}
//
// Durations are in the graph's unit, sizes in bytes; a browser rounds those beyond 2^53.
#pragma once

#include <iosfwd>

#include "plot/drawing.h"

namespace moccasin::plot {

// Within HTML it ends no element: a "<" is written as "\u003c". Names are fit to be shown
// (base/printable.h).
void write_page_data(std::ostream& out, const Drawing& drawing);

}  // namespace moccasin::plot
