// SPDX-License-Identifier: Apache-2.0
// The problem with the order kept as a mixed-integer program in CPLEX's LP format, which HiGHS, CBC
// and most others read.
//
// Stage s ends with the first run of operation s; before it, any earlier operations run again, each
// at most once, in base order. So a step is (s, p), p <= s:
//
//   (0,0)   (1,0) (1,1)   (2,0) (2,1) (2,2)   ...      (s,s) takes place, the others are decided
//
// Column R_s_p: it does. Column H_s_p_x: tensor x is held after it. Given the R, the least H are
// whole, so only the R are declared binary. This is the program of Checkmate (Jain et al., MLSys
// 2020) with memory as rows instead of recursions. It has operations x operations x tensors / 4
// columns: for small graphs.
#pragma once

#include <iosfwd>

#include "model/problem.h"

namespace moccasin::convert {

// About how many columns it has.
[[nodiscard]] double linear_program_columns(const model::Graph& graph);

// The objective is the duration of what runs again, in units of the greatest common divisor of all
// durations, which the first line says. Pre-condition: the order is kept.
void write_linear_program(std::ostream& out, const model::Problem& problem);

}  // namespace moccasin::convert
