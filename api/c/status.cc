// SPDX-License-Identifier: Apache-2.0
#include "api/c/status.h"

#include "moccasin/moccasin.h"

namespace moccasin::c_door {
namespace {

// The numbers of the C door are fixed for ever; those of C++ follow its enum. Where one of these
// breaks, a switch is due.
constexpr bool same(Stop stop, int number) { return static_cast<int>(stop) == number; }
static_assert(same(Stop::none, MOC_STOP_NONE));
static_assert(same(Stop::proved, MOC_STOP_PROVED));
static_assert(same(Stop::time, MOC_STOP_TIME));
static_assert(same(Stop::work, MOC_STOP_WORK));
static_assert(same(Stop::gap, MOC_STOP_GAP));
static_assert(same(Stop::target, MOC_STOP_TARGET));
static_assert(same(Stop::user, MOC_STOP_USER));
static_assert(same(Stop::memory, MOC_STOP_MEMORY));
static_assert(same(Stop::error, MOC_STOP_ERROR));

}  // namespace

std::int32_t number_of(Status status) {
  switch (status) {
    case Status::invalid:
      return MOC_STATUS_INVALID;
    case Status::unknown:
      return MOC_STATUS_UNKNOWN;
    case Status::feasible:
      return MOC_STATUS_FEASIBLE;
    case Status::optimal:
      return MOC_STATUS_OPTIMAL;
    case Status::infeasible:
      break;
  }
  return MOC_STATUS_INFEASIBLE;
}

std::int32_t number_of(Stop stop) { return static_cast<std::int32_t>(stop); }

}  // namespace moccasin::c_door
