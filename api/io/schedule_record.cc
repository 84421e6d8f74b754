// SPDX-License-Identifier: Apache-2.0
#include "api/io/schedule_record.h"

#include <cmath>
#include <limits>
#include <optional>

#include "api/graph_access.h"
#include "api/placement_access.h"

namespace moccasin {
inline namespace v0 {

std::string_view status_name(Status status) {
  switch (status) {
    case Status::feasible:
      return "feasible";
    case Status::optimal:
      return "optimal";
    case Status::infeasible:
      return "infeasible";
    case Status::invalid:
    case Status::unknown:
      break;
  }
  return "unknown";
}

std::string_view stop_name(Stop stop) {
  switch (stop) {
    case Stop::proved:
      return "proved";
    case Stop::time:
      return "time";
    case Stop::work:
      return "work";
    case Stop::gap:
      return "gap";
    case Stop::target:
      return "target";
    case Stop::memory:
      return "memory";
    case Stop::error:
      return "error";
    case Stop::none:
    case Stop::user:
      break;
  }
  return "user";
}

Status status_of(std::string_view name) {
  for (const Status status : {Status::feasible, Status::optimal, Status::infeasible}) {
    if (status_name(status) == name) return status;
  }
  return Status::unknown;
}

Stop stop_of(std::string_view name) {
  for (const Stop stop :
       {Stop::proved, Stop::time, Stop::work, Stop::gap, Stop::target, Stop::memory, Stop::error}) {
    if (stop_name(stop) == name) return stop;
  }
  return Stop::user;
}

namespace {

// JSON has no others.
std::optional<double> finite(double number) {
  return std::isfinite(number) ? std::optional<double>(number) : std::nullopt;
}

// Where the first of that name stands: a document that has a key twice cannot be read.
void put_option(std::vector<std::pair<std::string, std::string>>& options, const std::string& name,
                const std::string& value) {
  for (auto& option : options) {
    if (option.first != name) continue;
    option.second = value;
    return;
  }
  options.emplace_back(name, value);
}

}  // namespace

io::ScheduleFile schedule_record(const Result& result, const SolveRequest& request) {
  io::ScheduleFile file;
  file.status = status_name(result.status);
  file.stop = stop_name(result.stop);
  file.order = request.order == Order::kept ? model::Order::kept : model::Order::free;
  file.max_copies = request.max_copies;
  // No budget was asked for where there is no end of it.
  if (request.budget < std::numeric_limits<std::int64_t>::max()) file.budget = request.budget;
  if (result.objective == Objective::peak) {
    file.objective = io::ScheduleFile::Objective::peak;
    file.peak_bound = result.peak_bound;
    if (result.max_duration >= 0) file.max_duration = result.max_duration;
  }
  file.bound = result.bound;
  file.time = finite(result.wall_seconds);
  if (result.has_schedule()) {
    file.schedule = to_model(result.schedule);
    if (!result.placement.workspaces.empty()) file.placement = to_model(result.placement);
    file.first_solution_time = finite(result.first_solution_seconds);
    file.time_to_best = finite(result.best_seconds);
  } else {
    file.least_peak = result.least_peak;
    if (result.least_arena > 0) file.least_arena = result.least_arena;
    const bool searched = request.budget >= result.budget_floor;
    if (searched && !result.least_peak_schedule.empty()) {
      file.least_peak_schedule = to_model(result.least_peak_schedule);
    }
  }
  file.found_by = result.found_by;
  file.bound_by = result.bound_by;
  file.version = version();
  file.commit = request.commit;
  file.seed = request.seed;
  file.threads = request.threads;
  file.work = result.work;
  for (const auto& [name, value] : request.given) put_option(file.options, name, value);
  for (const Counter& counter : result.statistics) {
    file.statistics.emplace_back(counter.name, counter.value);
  }
  return file;
}

}  // namespace v0
}  // namespace moccasin
