// SPDX-License-Identifier: Apache-2.0
// Why a search ended, as the public headers say it. Not installed.
#pragma once

#include "moccasin/moccasin.hpp"
#include "search/limits/limits.h"

namespace moccasin {
inline namespace v0 {

[[nodiscard]] inline Stop to_public(search::StopReason reason) {
  switch (reason) {
    case search::StopReason::none:
      return Stop::none;
    case search::StopReason::proved:
      return Stop::proved;
    case search::StopReason::time:
      return Stop::time;
    case search::StopReason::work:
      return Stop::work;
    case search::StopReason::gap:
      return Stop::gap;
    case search::StopReason::target:
      return Stop::target;
    case search::StopReason::user:
      return Stop::user;
    case search::StopReason::memory:
      break;
  }
  return Stop::memory;
}

}  // namespace v0
}  // namespace moccasin
