// SPDX-License-Identifier: Apache-2.0
// Ways in which an explanation can be wrong: what a checker has to reject.
#pragma once

#include <string_view>
#include <vector>

#include "tests/propagators/support/random_walk.h"

namespace moccasin::test {

enum class Corruption {
  premise_dropped,       // one premise is missing
  premise_weakened,      // a premise asks for one less than is needed
  fact_strengthened,     // one more is concluded
  contributor_left_out,  // both premises of one retention, or the one of a counted run
  copy_mistaken,         // a premise is about another copy of the operation
};
inline constexpr Corruption kCorruptions[] = {
    Corruption::premise_dropped, Corruption::premise_weakened, Corruption::fact_strengthened,
    Corruption::contributor_left_out, Corruption::copy_mistaken};

[[nodiscard]] std::string_view name_of(Corruption corruption);

struct Reason {
  engine::Premises premises;
  std::optional<engine::Literal> fact;  // none: a conflict
};

// All ways to corrupt `reason` so; premises that hold at the root are not touched, as they are
// not needed.
[[nodiscard]] std::vector<Reason> corrupted(const Reason& reason, Corruption corruption,
                                            const propagators::RetentionModel& model,
                                            const engine::Box& root);

}  // namespace moccasin::test
