// SPDX-License-Identifier: Apache-2.0
// The problem with the order kept as MiniZinc: the retention intervals of the MOCCASIN paper
// (Bartan et al., ICML 2023, arXiv 2304.14463), with several outputs an operation, workspace and
// retained outputs. One model for all problems, and a file of data for each.
#pragma once

#include <cstdint>
#include <iosfwd>

#include "model/problem.h"

namespace moccasin::convert {

// The model; its objective is the total duration in units of the data's `ticks`.
void write_minizinc_model(std::ostream& out);

// The data. Pre-conditions: the order is kept; problem.max_copies > 0, for intervals are counted.
void write_minizinc_data(std::ostream& out, const model::Problem& problem);

}  // namespace moccasin::convert
