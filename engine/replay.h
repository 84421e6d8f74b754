// SPDX-License-Identifier: Apache-2.0
// The check of a learned clause: its nogood, the negations of its literals, is imposed on the root
// bounds, then the deductions used in its derivation are replayed in the order of the trail, each
// of which must find its premises true, and at the end the conflict's must be true as well.
#pragma once

#include <vector>

#include "engine/inference_checker.h"
#include "engine/literal.h"
#include "engine/trail.h"

namespace moccasin::engine {

// One inference: `fact` follows from `premises`, and was an entry of the trail at `position`.
struct Deduction {
  Position position = 0;
  Literal fact;
  Premises premises;
};
using Derivation = std::vector<Deduction>;

// Whether `clause`, one of whose literals must be true, follows: see above. `root` has the bounds
// of the root.
[[nodiscard]] bool replays(Box root, const std::vector<Literal>& clause, Derivation derivation,
                           const Premises& conflict);

}  // namespace moccasin::engine
