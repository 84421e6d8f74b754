// SPDX-License-Identifier: Apache-2.0
// What a schedule runs again, and what that is worth: without the runs after the first, how much
// higher is the peak?
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/graph.h"
#include "model/profile.h"
#include "model/schedule.h"

namespace moccasin::explain {

struct Recomputed {
  model::OpIndex op;
  std::size_t runs = 0;           // after the first
  std::int64_t duration = 0;      // ticks that they take together
  std::int64_t peak_without = 0;  // bytes: of the schedule without them, measured
};

// Operations that run more than once, those first whose later runs take longest, of equals the
// first in base order. peak_without is measured of the first `measured`; 0 for the others.
// O(measured * (steps + reads)).
[[nodiscard]] std::vector<Recomputed> recomputed_of(const model::Graph& graph,
                                                    const model::Schedule& schedule,
                                                    std::size_t measured);

// Steps [first, last] with at least `bytes` live.
struct StepRange {
  std::size_t first = 0, last = 0;
  friend bool operator==(const StepRange&, const StepRange&) = default;
};
[[nodiscard]] std::vector<StepRange> steps_with(const model::Profile& profile, std::int64_t bytes);

}  // namespace moccasin::explain
