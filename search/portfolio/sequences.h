// SPDX-License-Identifier: Apache-2.0
// A schedule as those who search have it, by base positions, and as everybody else does:
// to_schedule and to_steps are the only ways from one to the other.
#pragma once

#include <cstdint>

#include "model/problem.h"
#include "model/schedule.h"
#include "search/limits/compiled.h"

namespace moccasin::search {

// Where the order is free, without the runs that nobody reads.
[[nodiscard]] model::Schedule to_schedule(const model::Problem& problem, const Steps& steps);

[[nodiscard]] Steps to_steps(const model::Problem& problem, const model::Schedule& schedule);

// Ticks of all runs.
[[nodiscard]] std::int64_t duration_of(const CompiledGraph& graph, const Steps& steps);
[[nodiscard]] std::int64_t duration_of(const model::Graph& graph, const model::Schedule& schedule);

}  // namespace moccasin::search
