// SPDX-License-Identifier: Apache-2.0
#include "app/sweep_case.h"

#include "api/io/schedule_record.h"
#include "app/build_info.h"

namespace moccasin::app {

io::SweepFile record_of(const SweepCase& sweep_case, const SweepResult& result) {
  const Options& solve = sweep_case.options.solve;
  io::SweepFile file;
  file.stop = stop_name(result.stop);
  file.order = solve.order == Order::kept ? model::Order::kept : model::Order::free;
  file.max_copies = solve.max_copies;
  file.base_duration = result.base_duration;
  file.base_peak = result.base_peak;
  file.budget_floor = result.budget_floor;
  file.time = result.wall_seconds;
  file.version = build_info().version;
  file.commit = build_info().commit;
  file.seed = solve.seed;
  file.work = result.work;
  file.threads = solve.threads;
  if (result.knee >= 0) {
    file.knee_budget = result.points[static_cast<std::size_t>(result.knee)].budget;
  }
  for (const SweepPoint& point : result.points) {
    io::SweepRow row{.budget = point.budget,
                     .status = std::string(status_name(point.status)),
                     .duration = {},
                     .peak = {},
                     .bound = point.bound,
                     .found_by = point.found_by,
                     .bound_by = point.bound_by,
                     .between = point.between,
                     .read_off = point.read_off};
    if (point.has_schedule()) {
      row.duration = point.duration;
      row.peak = point.peak;
    }
    file.rows.push_back(std::move(row));
  }
  return file;
}

}  // namespace moccasin::app
