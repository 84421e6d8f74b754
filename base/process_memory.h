// SPDX-License-Identifier: Apache-2.0
// How much memory this process takes.
#pragma once

#include <cstdint>

namespace moccasin::base {

// Bytes in memory now, its code included (the resident set); 0: the system does not say. Takes
// microseconds, allocates nothing.
[[nodiscard]] std::int64_t resident_bytes();

}  // namespace moccasin::base
