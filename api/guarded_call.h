// SPDX-License-Identifier: Apache-2.0
// A call through the door that lets no exception out: what was known when one passed is returned.
#pragma once

#include <new>

#include "api/limits_of.h"
#include "base/no_cancellation.h"
#include "moccasin/moccasin.hpp"

namespace moccasin {
inline namespace v0 {

// `fill(result, limits)` fills `result` as it learns.
template <class Result, class Options, class Fill>
Result guarded_call(const Options& options, const StopFlag* stop, const Fill& fill) noexcept {
  const base::NoCancellation whole;
  Result result;
  const search::Limits limits = limits_of(options, stop);
  try {
    fill(result, limits);
    return result;
  } catch (const std::bad_alloc&) {
    result.stop = Stop::memory;
  } catch (...) {
    result.stop = Stop::error;
  }
  result.wall_seconds = limits.elapsed();
  return result;
}

}  // namespace v0
}  // namespace moccasin
