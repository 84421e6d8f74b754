// SPDX-License-Identifier: Apache-2.0
// Whether an operation runs more than once, or again in an interval: not decided, surely not,
// surely.
#pragma once

#include <cstdint>

#include "base/strong_index.h"
#include "search/bound/cost_variables.h"

namespace moccasin::search {

enum class Again : std::int8_t { open, never, surely };
using Fixings = base::IndexedVector<CostVar, Again>;
using OpFixings = base::IndexedVector<Op, Again>;
// The same by cost variables of which none is split.
[[nodiscard]] Fixings unsplit(const OpFixings& fixings);

}  // namespace moccasin::search
