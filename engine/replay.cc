// SPDX-License-Identifier: Apache-2.0
#include "engine/replay.h"

#include <algorithm>

namespace moccasin::engine {

bool replays(Box root, const std::vector<Literal>& clause, Derivation derivation,
             const Premises& conflict) {
  for (const Literal literal : clause) root.impose(~literal);
  std::stable_sort(derivation.begin(), derivation.end(),
                   [](const Deduction& a, const Deduction& b) { return a.position < b.position; });
  const auto all_true = [&root](const Premises& premises) {
    return std::all_of(premises.begin(), premises.end(),
                       [&root](Literal l) { return root.lower(l.var) >= l.bound; });
  };
  for (const Deduction& step : derivation) {
    if (!all_true(step.premises)) return false;
    root.impose(step.fact);
  }
  return all_true(conflict);
}

}  // namespace moccasin::engine
