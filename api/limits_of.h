// SPDX-License-Identifier: Apache-2.0
// What the options of every search have in common: when it ends. Not installed.
#pragma once

#include "moccasin/moccasin.hpp"
#include "search/limits/limits.h"

namespace moccasin {
inline namespace v0 {

// `Options` has time_limit, work_limit and start.
template <class Options>
[[nodiscard]] search::Limits limits_of(const Options& options, const StopFlag* stop) {
  search::Limits limits;
  if (options.start != search::Limits::Clock::time_point()) limits.start = options.start;
  limits.seconds = options.time_limit;
  limits.work = options.work_limit;
  limits.stop = stop == nullptr ? nullptr : &stop->flag();
  return limits;
}

}  // namespace v0
}  // namespace moccasin
