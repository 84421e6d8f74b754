// SPDX-License-Identifier: Apache-2.0
// How a search hands over what it finds, and what it hears of it.
#pragma once

#include <functional>

#include "search/limits/compiled.h"

namespace moccasin::search {

enum class Offer {
  accepted,  // verified, and better than what was best
  slower,    // verified, and no better
  refused,   // breaks a rule: whoever offered it has a bug
};

// Told a sequence that fits and is faster than all that its teller had; whether it is one is for
// the listener to check.
using OnBetter = std::function<Offer(const Steps&)>;

}  // namespace moccasin::search
