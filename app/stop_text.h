// SPDX-License-Identifier: Apache-2.0
// Why a search ended, for people.
#pragma once

#include <string>

#include "moccasin/moccasin.hpp"

namespace moccasin::app {

// "stopped by the time limit". `memory_limited`: --memory-limit was given.
[[nodiscard]] std::string stop_text(Stop stop, bool memory_limited);

}  // namespace moccasin::app
