// SPDX-License-Identifier: Apache-2.0
// What a person may want to know beside the answer of a solve: each hint is a fact about this run,
// not a guess about the next.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/solve_case.h"
#include "moccasin/moccasin.hpp"

namespace moccasin::app {

// `free_duration`: of a schedule in free order that a short search has found after one with the
// order kept; nothing: there was none.
[[nodiscard]] std::vector<std::string> hints_of(const SolveCase& solve_case, const Result& result,
                                                std::optional<std::int64_t> free_duration);

// Whether it is worth a short search to know what the kept order costs: this one has proved that
// its schedule, which takes longer than the base order, is the fastest, or that there is none.
[[nodiscard]] bool asks_what_order_costs(const SolveCase& solve_case, const Result& result);

}  // namespace moccasin::app
