// SPDX-License-Identifier: Apache-2.0
// The options of `moccasin sweep`, typed and checked against each other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "api/budget.h"
#include "app/arguments.h"
#include "app/console.h"
#include "app/exit_code.h"
#include "moccasin/sweep.hpp"

namespace moccasin::app {

struct SweepSettings {
  std::string graph;
  // --budget FROM:TO:STEP as typed; nothing: left out.
  std::optional<api::Budget> from, to, step;
  std::string output, csv, svg, schedules, resume;  // paths; empty: none
  bool prints_json = false, points_given = false;
  SweepOptions sweep;  // but for budgets, from, to and known
  Verbosity verbosity = Verbosity::normal;
  ColorMode color = ColorMode::automatic;
};

[[nodiscard]] Outcome<SweepSettings> read_sweep_settings(const Arguments& arguments);

// The budgets of --budget for a graph of that base peak: into `sweep`.
[[nodiscard]] std::optional<Failure> set_budgets(const SweepSettings& settings,
                                                 std::int64_t base_peak, SweepOptions& sweep);

}  // namespace moccasin::app
