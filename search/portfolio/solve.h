// SPDX-License-Identifier: Apache-2.0
// The solver behind the doors (api/): a Problem in, the best verified schedule and a bound out.
#pragma once

#include "model/problem.h"
#include "search/portfolio/options.h"
#include "search/portfolio/result.h"

namespace moccasin::search {

// Pre-conditions: problem.graph outlives the call, threads >= 1. Where an allocation fails the
// search ends, StopReason::memory; outside of it std::bad_alloc is thrown. What a callback throws
// passes. Nothing is printed, and nothing kept but the threads of oneTBB, which wait for more.
[[nodiscard]] SolveResult solve(const model::Problem& problem, const SolveOptions& options);

}  // namespace moccasin::search
