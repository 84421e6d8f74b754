// SPDX-License-Identifier: Apache-2.0
// Weakest reasons of sums: of premises that add up to more than is needed, some can go. Those
// that became true last go first, as they tie the reason to the deepest part of the search; root
// facts cost nothing and always stay.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "engine/domains.h"

namespace moccasin::propagators {

// Something that counts `weight` under one or two premises.
struct Weighted {
  std::int64_t weight = 0;
  engine::Literal first, second;  // equal: one premise
  engine::Position since = 0;     // when the later of them became true
};

// Appends the premises of enough `terms`, which may lose up to `surplus`; returns what is left of
// it.
inline std::int64_t append_enough(std::vector<Weighted>& terms, std::int64_t surplus,
                                  engine::Premises& out) {
  std::stable_sort(terms.begin(), terms.end(),
                   [](const Weighted& a, const Weighted& b) { return a.since > b.since; });
  for (const Weighted& term : terms) {
    if (term.weight <= surplus) {
      surplus -= term.weight;
      continue;
    }
    out.push_back(term.first);
    if (term.second != term.first) out.push_back(term.second);
  }
  return surplus;
}

}  // namespace moccasin::propagators
