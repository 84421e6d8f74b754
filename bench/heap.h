// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

namespace moccasin::bench {

// Bytes that the program has allocated and not freed; nothing where the C library does not say.
[[nodiscard]] std::optional<double> heap_bytes();

}  // namespace moccasin::bench
