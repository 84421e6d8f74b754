// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "tests/fuzz/support/trace.h"

namespace moccasin::test {

// As many operations of all kinds as asked for, on a problem of either kind.
[[nodiscard]] Trace random_trace(std::uint64_t seed, std::size_t operations);

}  // namespace moccasin::test
