// SPDX-License-Identifier: Apache-2.0
// Schedules in the Trace Event Format, which Perfetto and chrome://tracing open: a process a
// schedule, its runs as slices one after the other, live memory as a counter.
//
//   operations   | conv | norm | relu | conv | ...     a slice a run; "recomputation" is a category
//   live memory  __/^^^^^^\____/^^^^^                  bytes, from the start of each step, and
//                                                      beside them the budget if there is one
#pragma once

#include <iosfwd>

#include "plot/drawing.h"

namespace moccasin::plot {

// Times are microseconds, exactly; of a graph with no unit of time a tick is one, and where no run
// takes any time every step does; behind 2^63 ticks all stands still. An event a line.
void write_trace(std::ostream& out, const Drawing& drawing);

}  // namespace moccasin::plot
