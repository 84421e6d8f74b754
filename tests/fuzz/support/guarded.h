// SPDX-License-Identifier: Apache-2.0
// Replays where an abort does no harm: a shrinker has to try what fails again and again.
#pragma once

#include "tests/fuzz/support/trace.h"

namespace moccasin::test {

// Whether a replay, in a process of its own, complains, aborts, or does not end in ten seconds.
[[nodiscard]] bool fails_alone(const Trace& trace);

}  // namespace moccasin::test
