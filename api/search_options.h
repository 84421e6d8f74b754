// SPDX-License-Identifier: Apache-2.0
// The options and answers of the public headers as those of the search, and back. Not installed.
#pragma once

#include <cstdint>
#include <vector>

#include "moccasin/moccasin.hpp"
#include "search/portfolio/options.h"
#include "search/portfolio/result.h"

namespace moccasin {
inline namespace v0 {

// What is wrong with them; empty: nothing.
[[nodiscard]] std::vector<Issue> check_options(const Options& options);

// How many bytes the process holds in memory now, if the options limit that; else 0.
[[nodiscard]] std::int64_t resident_before(const Options& options);

// Without callbacks. `resident`: how many bytes the process had in memory when the search began.
[[nodiscard]] search::SolveOptions to_search(const Options& options, const search::Limits& limits,
                                             std::int64_t resident);

[[nodiscard]] Status status_of(search::Status status);

}  // namespace v0
}  // namespace moccasin
