// SPDX-License-Identifier: Apache-2.0
// CumulativeMemory: overload. Where mandatory parts were added, they must not exceed the budget.
#include "propagators/cumulative_memory.h"

namespace moccasin::propagators {

using engine::Inference;
using engine::Outcome;

Outcome CumulativeMemory::overload(const std::vector<Part>& raised, Inference& infer) {
  if (model_.budget < 0) return infer.fail(0);  // not even nothing fits
  for (const Part& part : raised) {
    infer.work(2);
    if (const auto event = parts_->profile().first_above(part.first, part.last, model_.budget)) {
      return infer.fail(static_cast<std::uint64_t>(*event));
    }
  }
  return Outcome::fine;
}

}  // namespace moccasin::propagators
