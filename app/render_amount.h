// SPDX-License-Identifier: Apache-2.0
// Numbers as people read them (base/amount.h), by the names that all of the program has for them.
#pragma once

#include "base/amount.h"

namespace moccasin::app {

using base::counted;
using base::fixed;
using base::full_duration;
using base::full_size;
using base::gap_text;
using base::grouped;
using base::overhead_text;
using base::percent_text;
using base::plural_unit;
using base::right_aligned;
using base::seconds_text;
using base::short_size;
using base::size_unit_of;
using base::SizeUnit;

}  // namespace moccasin::app
