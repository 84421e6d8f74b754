// SPDX-License-Identifier: Apache-2.0
// The heap of a test program: which allocation fails, how many are live, and what is freed. Every
// operator new and delete of the program is replaced.
#pragma once

#include <cstddef>
#include <cstdint>

namespace moccasin::testing {

// The n-th allocation from now on, of every thread, fails, and so do those after it until
// stop_failing(); n from 1.
void fail_from(std::int64_t n);
// The n-th alone fails.
void fail_at(std::int64_t n);
// How many have failed since.
std::int64_t stop_failing();

[[nodiscard]] std::int64_t live_allocations();

// Blocks freed until keep_freed(false) are not given back, so that they can be looked at.
void keep_freed(bool keep);

}  // namespace moccasin::testing
