// SPDX-License-Identifier: Apache-2.0
// What a checker needs to know of an inference beside its premises: numbers, such as multipliers,
// that it and its propagator agree on. Nothing is believed of them (inference_checker.h).
#pragma once

#include <cstdint>
#include <vector>

namespace moccasin::engine {

using Hint = std::vector<std::int64_t>;

}  // namespace moccasin::engine
