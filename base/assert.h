// SPDX-License-Identifier: Apache-2.0
// The project's only two macros. A failed assertion is a bug of ours, never of the caller's.
//
//   MOCCASIN_ASSERT(x)            costs little: on unless MOCCASIN_NO_ASSERTS is defined (release)
//   MOCCASIN_EXPENSIVE_ASSERT(x)  recomputes things: on in checking builds only
#pragma once

namespace moccasin::base {

// Prints `condition` and its place on stderr and aborts.
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line) noexcept;

}  // namespace moccasin::base

#ifndef MOCCASIN_NO_ASSERTS
#define MOCCASIN_ASSERT(condition) \
  ((condition) ? (void)0 : ::moccasin::base::assertion_failed(#condition, __FILE__, __LINE__))
#else
#define MOCCASIN_ASSERT(condition) ((void)sizeof((condition) ? 1 : 0))
#endif

#ifdef MOCCASIN_EXPENSIVE_ASSERTS
#define MOCCASIN_EXPENSIVE_ASSERT(condition) MOCCASIN_ASSERT(condition)
#else
#define MOCCASIN_EXPENSIVE_ASSERT(condition) ((void)sizeof((condition) ? 1 : 0))
#endif
