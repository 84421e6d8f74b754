// SPDX-License-Identifier: Apache-2.0
// What a person sees of a search: facts, a table of improvements as they come, the result.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "app/console.h"
#include "app/solve_case.h"
#include "app/solve_table.h"

namespace moccasin::app {

class SolveReport {
 public:
  SolveReport(const SolveCase& solve_case, Console& console);

  void facts();
  void progress(const Progress& progress);
  // A row of the table. Searches improve faster than people read: unless verbose, a row soon after
  // another waits for a later call, and only the last of those that wait is shown.
  void solution(const Progress& progress);
  // `saved_to`: the file that has it; empty: none.
  void result(const Result& result, const std::string& saved_to);
  void written(const std::string& what, const std::string& path);
  // A line each, below all else; none where standard output has data.
  void hints(const std::vector<std::string>& hints);

 private:
  using Clock = std::chrono::steady_clock;

  void show_row(const Progress& progress);
  void show_pending();
  void statistics(const Result& result);
  [[nodiscard]] std::string for_arena() const;
  [[nodiscard]] std::string size(std::int64_t bytes) const;
  // Of the schedule told last: its peak or its arena; how far what is to be least is from its
  // bound.
  [[nodiscard]] std::int64_t memory_of(const Progress& progress) const;
  [[nodiscard]] std::string gap_of(const Progress& progress) const;

  const SolveCase* case_;
  Console* console_;
  SolveTable table_;
  std::optional<Progress> pending_;
  std::int64_t arena_ = 0;  // bytes: of the schedule told last
  Clock::time_point last_row_ = {};
  std::string_view phase_;
};

}  // namespace moccasin::app
