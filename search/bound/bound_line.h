// SPDX-License-Identifier: Apache-2.0
// What prices prove of every budget, and not only of that for which they were found.
//
//   bound                     at fixed prices a minimum cut costs the same whatever the budget, and
//    |  \                     what the budget is worth is linear in it: a line. Each of these two
//    |   \                    touches the bound at the budget x of its prices; the higher of them
//    is |    x  '.               a bound of all others |     \     ' . x |      \          ' .
//    +---------------------   budget
//
// It holds as nothing is fixed in the network (docs/bound.md): what a known schedule excludes is
// so at one budget, and at smaller ones.
#pragma once

#include <cstdint>

#include "base/wide_int.h"
#include "search/bound/closure_state.h"
#include "search/limits/compiled.h"

namespace moccasin::search {

class BoundLine {
 public:
  // `duration_unit`: ticks; all durations are multiples of it. Pre-condition: graph.exact().
  BoundLine(const PricedCut& cut, const CostScale& scale, const CompiledGraph& graph,
            std::int64_t duration_unit);

  // Ticks that the recomputations of every schedule within `budget` bytes take together at least;
  // where nothing fits, as many as running all again would take at most.
  [[nodiscard]] std::int64_t at(std::int64_t budget) const;
  // Whether it proves that nothing fits; if so, then of every smaller budget as well.
  [[nodiscard]] bool refutes(std::int64_t budget) const;

 private:
  [[nodiscard]] base::Wide value(std::int64_t budget) const;
  [[nodiscard]] std::int64_t ticks_of(base::Wide scaled) const;

  PricedCut cut_;
  std::int64_t upper_, duration_unit_;  // ticks; the first is that of the scale
  std::int64_t resident_, size_unit_;   // bytes
};

}  // namespace moccasin::search
