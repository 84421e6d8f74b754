// SPDX-License-Identifier: Apache-2.0
// The table of improvements that `moccasin solve` shows while it works, row by row. Where a row
// would be wider than the terminal, it is without the columns that others tell as well:
//
//       time       duration  overhead          bound      gap       peak  found by
//    0.135 s    101 437 769   +5.77 %    101 283 014   0.15 %    6.2 GiB  recompute closure
//    0.135 s   +5.77 %   0.15 %    6.2 GiB
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace moccasin::app {

// A cell a column, as in the drawing.
using SolveRow = std::array<std::string, 7>;

class SolveTable {
 public:
  // `longest`: of durations and bounds, `longest_size`: of sizes, as they are shown; `memory`:
  // "peak" or "arena".
  SolveTable(std::size_t longest, std::size_t longest_size, const std::string& memory);

  // `row` within so many columns, if that can be, and above it the head where there was none or
  // one of other columns.
  [[nodiscard]] std::vector<std::string> lines(const SolveRow& row, std::size_t columns);

 private:
  [[nodiscard]] std::string line(const SolveRow& row, std::uint32_t left_out) const;

  std::array<std::size_t, 6> widths_;  // all but the last, which is as wide as it is
  SolveRow head_;
  bool headed_ = false;
  std::uint32_t left_out_ = 0;  // columns, a bit each, of the head
};

}  // namespace moccasin::app
