// SPDX-License-Identifier: Apache-2.0
// How GoogleTest shows literals: [2 >= 5], or [-2 >= 5] for the mirror of the variable 2.
#pragma once

#include <ostream>

#include "engine/literal.h"

namespace moccasin::engine {

inline void PrintTo(const Literal& literal, std::ostream* out) {
  const auto raw = literal.var.value();
  *out << '[' << (raw % 2 == 0 ? "" : "-") << raw / 2 * 2 << " >= " << literal.bound << ']';
}

}  // namespace moccasin::engine
