// SPDX-License-Identifier: Apache-2.0
// Random valid schedules, good and bad, of both scopes.
#pragma once

#include "base/random.h"
#include "model/problem.h"
#include "model/schedule.h"

namespace moccasin::test {

// A topological order of the operations, each as likely to come next as any other that is ready.
[[nodiscard]] model::Schedule random_order(const model::Graph& graph, base::Random& random);

// A schedule that breaks no rule of `problem` but perhaps its budget. Before each first run, any
// operation that has run may be recomputed, with probability `recompute` each, as far as copies
// allow: order kept in base order, order free in any order and from any order of first runs.
[[nodiscard]] model::Schedule random_schedule(const model::Problem& problem, double recompute,
                                              base::Random& random);

}  // namespace moccasin::test
