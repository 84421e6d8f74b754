// SPDX-License-Identifier: Apache-2.0
// Status and stop of the C++ door as the numbers of the C door.
#pragma once

#include <cstdint>

#include "moccasin/moccasin.hpp"

namespace moccasin::c_door {

[[nodiscard]] std::int32_t number_of(Status status);  // MOC_STATUS_...
[[nodiscard]] std::int32_t number_of(Stop stop);      // MOC_STOP_...

}  // namespace moccasin::c_door
