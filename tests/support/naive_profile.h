// SPDX-License-Identifier: Apache-2.0
// The memory rule, word for word, as slow as it comes: for every step and every buffer it asks
// whether a step from there on still reads the buffer. The twin of model/profile.h and of
// model/verify.h.
#pragma once

#include "model/profile.h"

namespace moccasin::test {

// Pre-condition: every read finds an earlier run of its producer. Cubic in the steps.
[[nodiscard]] model::Profile naive_profile(const model::Graph& graph,
                                           const model::Schedule& schedule);

}  // namespace moccasin::test
