// SPDX-License-Identifier: Apache-2.0
// Which techniques a run has, and how many workers for each: the one place that knows them all.
#pragma once

#include <memory>
#include <vector>

#include "model/problem.h"
#include "search/limits/compiled.h"
#include "search/portfolio/options.h"
#include "search/portfolio/placer.h"
#include "search/portfolio/result.h"
#include "search/portfolio/technique.h"

namespace moccasin::search {

struct Portfolio {
  std::vector<std::unique_ptr<Technique>> techniques;  // the first sets the pace
  Steps start;  // the best starting order, if there is nothing else to start from
};

// Problem and options outlive what is made, and so do the graphs: `graph`, of the bound and the
// engine, and `annealed`, the same unless the order is free. `placer`, which does so too: null
// unless an arena is asked for.
[[nodiscard]] Portfolio make_portfolio(const model::Problem& problem, const SolveOptions& options,
                                       const CompiledGraph& graph, const CompiledGraph& annealed,
                                       const Placer* placer, InnerSolve solve);

}  // namespace moccasin::search
