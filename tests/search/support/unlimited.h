// SPDX-License-Identifier: Apache-2.0
// A meter and a turn that end nothing.
#pragma once

#include "search/limits/meter.h"

namespace moccasin::test {

struct Unlimited {
  search::Limits limits;
  search::Meter meter{limits};
  search::Share turn{meter, search::Meter::kUnlimited};
};

}  // namespace moccasin::test
