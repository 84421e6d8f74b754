// SPDX-License-Identifier: Apache-2.0
// What the parts of the closure bound share: the events looked at, the scale, the target.
#pragma once

#include <cstdint>
#include <vector>

#include "search/bound/bundle.h"
#include "search/bound/closure_network.h"
#include "search/bound/proof_log.h"

namespace moccasin::search {

// Scaled costs: durations in kScale-ths of `upper`, rounded down. A bound beyond `cutoff` refutes
// recomputations of `target` ticks together.
class CostScale {
 public:
  static constexpr std::int64_t kScale = 100'000'000'000;

  CostScale(const CompiledGraph& graph, std::int64_t upper);
  void aim(std::int64_t target);

  [[nodiscard]] const base::IndexedVector<Op, std::int64_t>& cost() const { return cost_; }
  [[nodiscard]] std::int64_t upper() const { return upper_; }
  [[nodiscard]] std::int64_t target() const { return target_; }
  [[nodiscard]] std::int64_t cutoff() const { return cutoff_; }
  // The fewest ticks whose scaled cost is at least `scaled`.
  [[nodiscard]] std::int64_t ticks(std::int64_t scaled) const;

 private:
  std::int64_t upper_;
  std::int64_t target_ = 0, cutoff_ = 0;
  base::IndexedVector<Op, std::int64_t> cost_;
};

// Where a proof stands in one part of the search.
struct ClosureNode {
  Fixings again;
  std::vector<Op> events;      // that the prices and the bundle are about
  std::vector<double> prices;  // the best so far
  Bundle bundle;
  double prox_parameter = 0;  // of the bundle's next trial; 0: not known
  std::int64_t bound = 0;     // scaled
  int depth = 0;
  // When it was last seen that everything fits if all that is open runs again.
  std::size_t fits_never = 0, fits_events = 0;  // how many are never, were looked at
  ProofLog::Node proof = 0;                     // where its part of a proof is written
};

}  // namespace moccasin::search
