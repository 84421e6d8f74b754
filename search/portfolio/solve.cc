// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/solve.h"

#include "search/portfolio/solver.h"

namespace moccasin::search {

SolveResult solve(const model::Problem& problem, const SolveOptions& options) {
  Solver solver(problem, options, &solve);
  solver.go_on();
  return solver.finish();
}

}  // namespace moccasin::search
