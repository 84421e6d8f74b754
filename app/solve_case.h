// SPDX-License-Identifier: Apache-2.0
// What a run of `moccasin solve` is about, once everything is read.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/io/schedule_record.h"
#include "app/inputs.h"
#include "app/render_amount.h"
#include "app/solve_settings.h"
#include "io/schedule_file.h"
#include "moccasin/moccasin.hpp"

namespace moccasin::app {

struct SolveCase {
  static constexpr std::int64_t kNoBudget = std::numeric_limits<std::int64_t>::max();

  SolveSettings settings;
  std::vector<std::pair<std::string, std::string>> options;  // as given
  SharedGraphFile file;
  Graph graph;                      // of `file`
  Facts facts;                      // of `graph`
  std::int64_t budget = kNoBudget;  // bytes
  bool budget_of_file = false;      // the graph's file states it
  std::vector<OpId> warm_start;
  std::string warm_start_made_for;  // the fingerprint of another version of the graph; or empty

  [[nodiscard]] const model::Graph& model() const { return file->graph; }
  [[nodiscard]] bool has_budget() const { return budget < kNoBudget; }
  [[nodiscard]] bool minimizes_peak() const { return settings.solver.objective == Objective::peak; }
  // Whether the budget holds for an arena.
  [[nodiscard]] bool has_arena() const { return settings.solver.arena > 0; }
  [[nodiscard]] SizeUnit size_unit() const { return size_unit_of(file->size_unit); }
  [[nodiscard]] std::string graph_name() const {
    return file->name.empty() ? settings.graph : file->name;
  }
};

[[nodiscard]] std::string_view order_name(Order order);

// "order free, any number of copies"
[[nodiscard]] std::string scope_text(const SolveSettings& settings);

// How long a schedule may take whose peak is to be least: "at most +10.00 % of the base duration".
// How far the schedule that was found is from its bound: "0.14 %".
[[nodiscard]] std::string result_gap_text(const Result& result);

[[nodiscard]] std::string duration_limit_text(const SolveCase& solve_case);

// What is written and printed of `result`.
[[nodiscard]] io::ScheduleFile record_of(const SolveCase& solve_case, const Result& result);

// The best of a search still running as a result: were the file left as it is now, the search was
// cut off from outside.
[[nodiscard]] Result result_so_far(const SolveCase& solve_case, const Progress& progress,
                                   const std::vector<OpId>& schedule,
                                   double first_solution_seconds);

}  // namespace moccasin::app
