// SPDX-License-Identifier: Apache-2.0
// A few threads for some jobs, from a fork to a join:
//
//   caller   job 0 --------| job 3 ---|  idle  idle  |     jobs are taken in order, whoever is free
//   helper   job 1 -| job 2 ---------------| job 4 --|     takes the next; then all go on together
//
#pragma once

#include <cstddef>
#include <functional>

namespace moccasin::search {

// Runs job(0), ..., job(count - 1) on at most `threads` threads, one of them the caller's, which
// begins with job 0; fewer where no more can be had. While others work and there is nothing left
// for the caller it calls idle() some times a second. Jobs and idle() must not throw.
void run_with_crew(std::size_t threads, std::size_t count,
                   const std::function<void(std::size_t)>& job, const std::function<void()>& idle);

}  // namespace moccasin::search
