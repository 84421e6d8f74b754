// SPDX-License-Identifier: Apache-2.0
#include "app/stop_text.h"

namespace moccasin::app {

std::string stop_text(Stop stop, bool memory_limited) {
  switch (stop) {
    case Stop::time:
      return "stopped by the time limit";
    case Stop::work:
      return "stopped by the work limit";
    case Stop::gap:
      return "stopped at the gap asked for";
    case Stop::target:
      return "stopped at the target";
    case Stop::user:
      return "interrupted";
    case Stop::memory:
      return memory_limited ? "stopped by the memory limit" : "out of memory";
    case Stop::proved:
      return "proved";
    case Stop::error:
      return "ended by an internal error";
    case Stop::none:
      break;
  }
  return "ended";
}

}  // namespace moccasin::app
