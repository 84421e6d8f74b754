// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "moccasin/moccasin.hpp"

namespace moccasin::c_door {

// Of all that a certificate depends on. Pre-condition: the graph is valid.
[[nodiscard]] std::uint64_t fingerprint(const Graph& graph);

}  // namespace moccasin::c_door
