// SPDX-License-Identifier: Apache-2.0
// What a run of `moccasin plan` is about, and where its results go.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/budget.h"
#include "app/console.h"
#include "app/inputs.h"
#include "app/output_list.h"
#include "app/packing_run.h"
#include "app/render_amount.h"
#include "base/printable.h"
#include "io/plan_file.h"

namespace moccasin::app {

enum class Kept { if_it_serves, never };  // offsets that the schedule's file has

struct PlanSettings {
  PackingSettings packing;  // the capacity too, once the budget is known in bytes
  api::Budget budget;
  std::string graph, schedule, output, csv, svg;  // paths; outputs empty: none
  std::optional<std::int64_t> alignment;
  Kept kept = Kept::if_it_serves;
  bool prints_json = false;
};

// A schedule, and how its buffers were placed.
struct PlanCase {
  SharedGraphFile graph;
  io::ScheduleFile schedule;
  std::int64_t alignment = 1;
  PackingRun run;
  io::PlanFile plan;

  [[nodiscard]] SizeUnit unit() const { return size_unit_of(graph->size_unit); }
  [[nodiscard]] std::string name() const {
    return base::short_name(graph->name.empty() ? "a graph" : graph->name);
  }
};

// In the order in which they are written, standard output by --json last. The case outlives them.
[[nodiscard]] Outcome<std::vector<NamedOutput>> open_outputs(const PlanSettings& settings,
                                                             const PlanCase& plan_case);

enum class Planned { no, yes };

// Writes all that can be written, if there is a plan, and says what was found. The first failure.
[[nodiscard]] std::optional<Failure> deliver(const PlanSettings& settings,
                                             const PlanCase& plan_case, Planned planned,
                                             std::vector<NamedOutput>& outputs, Console& console);

}  // namespace moccasin::app
