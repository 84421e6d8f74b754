// SPDX-License-Identifier: Apache-2.0
// The least peak of all schedules, by trying everything: any order, any number of copies whatever
// the operations allow.
#pragma once

#include "model/graph.h"
#include "model/schedule.h"

namespace moccasin::test {

// A schedule of least peak. Pre-condition: operations and tensors together are at most 24.
[[nodiscard]] model::Schedule least_peak_schedule(const model::Graph& graph);

}  // namespace moccasin::test
