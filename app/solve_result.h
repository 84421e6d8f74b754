// SPDX-License-Identifier: Apache-2.0
// What came of a solve, in two or three lines: first the numbers that matter, overhead, memory and
// gap, or why there is no schedule; then how it came about.
#pragma once

#include <string>

#include "app/console.h"
#include "app/solve_case.h"

namespace moccasin::app {

// `saved_to`: the file that has the result; empty: none.
void report_result(const SolveCase& solve_case, const Result& result, const std::string& saved_to,
                   Console& console);

}  // namespace moccasin::app
