// SPDX-License-Identifier: Apache-2.0
#include "app/solve_table.h"

#include <algorithm>

#include "app/render_amount.h"

namespace moccasin::app {
namespace {

enum Column : std::uint32_t { time, duration, overhead, bound, gap, memory, found_by };

constexpr std::uint32_t bit(Column column) { return 1U << column; }

// What is left out, in that order: the gap tells of the bound, the overhead of the duration.
constexpr std::array kLeftOut = {0U, bit(bound), bit(bound) | bit(found_by),
                                 bit(bound) | bit(found_by) | bit(duration),
                                 bit(bound) | bit(found_by) | bit(duration) | bit(memory)};
// Two spaces and the longest name of those that find schedules.
constexpr std::size_t kFoundByWidth = 20;

}  // namespace

SolveTable::SolveTable(std::size_t longest, std::size_t longest_size, const std::string& memory)
    : widths_{8, longest + 3, 11, longest + 3, 9, std::max<std::size_t>(longest_size + 3, 11)},
      head_{"time", "duration", "overhead", "bound", "gap", memory, "found by"} {}

std::string SolveTable::line(const SolveRow& row, std::uint32_t left_out) const {
  std::string text;
  for (std::size_t i = 0; i < widths_.size(); ++i) {
    if ((left_out >> i & 1U) == 0) text += right_aligned(row[i], widths_[i]);
  }
  return (left_out & bit(found_by)) == 0 ? text + "  " + row.back() : text;
}

std::vector<std::string> SolveTable::lines(const SolveRow& row, std::size_t columns) {
  const auto width = [&](std::uint32_t left_out) {
    std::size_t all = (left_out & bit(found_by)) == 0 ? kFoundByWidth : 0;
    for (std::size_t i = 0; i < widths_.size(); ++i) {
      if ((left_out >> i & 1U) == 0) all += widths_[i];
    }
    return all;
  };
  const auto* const fits = std::find_if(kLeftOut.begin(), kLeftOut.end() - 1,
                                        [&](std::uint32_t out) { return width(out) <= columns; });
  std::vector<std::string> lines;
  if (!headed_ || left_out_ != *fits) lines.push_back(line(head_, *fits));
  headed_ = true;
  left_out_ = *fits;
  lines.push_back(line(row, *fits));
  return lines;
}

}  // namespace moccasin::app
