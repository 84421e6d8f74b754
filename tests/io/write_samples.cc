// SPDX-License-Identifier: Apache-2.0
// io_write_samples DATA FOLDER: writes what the writers can write, for tests/io/validate_schema.py:
// every graph of DATA again, and schedules of all statuses, a plan and a curve for it.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "io/graph_reader.h"
#include "io/plan_file.h"
#include "io/schedule_file.h"
#include "io/sweep_file.h"
#include "model/profile.h"

namespace fs = std::filesystem;
namespace io = moccasin::io;
namespace model = moccasin::model;

namespace {

int failures = 0;

template <class Write>
void put(const fs::path& path, const Write& write) {
  std::ofstream out(path, std::ios::binary);
  write(out);
  out.flush();
  if (out) return;
  std::cerr << path << ": cannot write\n";
  ++failures;
}

io::ScheduleFile answer(std::string status, std::string stop) {
  io::ScheduleFile file;
  file.status = std::move(status);
  file.stop = std::move(stop);
  file.budget = 0;
  file.version = "0.0.0";
  file.time = 0.125;
  return file;
}

void write_schedules(const io::GraphFile& graph, const fs::path& stem) {
  const auto put_schedule = [&](const io::ScheduleFile& file) {
    fs::path path = stem;
    ((path += '-') += file.status) += ".json";
    put(path, [&](std::ostream& out) { write_schedule(out, graph, file); });
  };
  put_schedule(answer("infeasible", "proved"));
  io::ScheduleFile unknown = answer("unknown", "user");
  unknown.least_peak = 1;
  unknown.least_peak_schedule = base_schedule(graph.graph);
  put_schedule(unknown);

  io::ScheduleFile optimal = answer("optimal", "proved");
  optimal.schedule = base_schedule(graph.graph);
  const model::Profile base = make_profile(graph.graph, *optimal.schedule);
  optimal.budget = base.peak;
  optimal.bound = base.duration;
  put_schedule(optimal);

  io::ScheduleFile feasible = answer("feasible", "time");
  feasible.schedule = optimal.schedule;
  feasible.budget = optimal.budget;
  feasible.bound = optimal.bound;
  feasible.order = model::Order::kept;
  feasible.max_copies = 2;
  feasible.first_solution_time = 0.5;
  feasible.time_to_best = 1e-9;
  feasible.found_by = "samples";
  feasible.bound_by = "samples";
  feasible.commit = "0123abc";
  feasible.options = {{"budget", "80%"}};
  feasible.statistics = {{"moves", 1}};
  const auto& order = optimal.schedule->steps;
  feasible.schedule->steps.insert(feasible.schedule->steps.end(), order.begin(), order.end());
  put_schedule(feasible);
  feasible.placement =
      model::Placement{.buffers = std::vector<std::int64_t>(2 * graph.graph.num_tensors(), 256),
                       .workspaces = std::vector<std::int64_t>(feasible.schedule->steps.size(), 0),
                       .alignment = 256,
                       .arena = 1024};
  put(stem.string() + "-placed.json",
      [&](std::ostream& out) { write_schedule(out, graph, feasible); });
  io::PlanFile plan;
  plan.placement = *feasible.placement;
  plan.version = "0.0.0";
  plan.commit = "0123abc";
  plan.found_by = plan.bound_by = "samples";
  plan.live_peak = 512;
  put(stem.string() + "-plan.json",
      [&](std::ostream& out) { write_plan(out, graph, *feasible.schedule, plan); });

  io::SweepFile sweep;
  sweep.stop = "time";
  sweep.base_duration = base.duration;
  sweep.base_peak = sweep.knee_budget.emplace(base.peak);
  sweep.version = "0.0.0";
  sweep.rows.push_back({.budget = 0, .status = "infeasible", .bound_by = "floor"});
  sweep.rows.push_back({.budget = base.peak,
                        .status = "optimal",
                        .duration = base.duration,
                        .peak = base.peak,
                        .bound = base.duration,
                        .found_by = "samples",
                        .bound_by = "samples",
                        .between = true});
  put(stem.string() + "-sweep.json", [&](std::ostream& out) { write_sweep(out, graph, sweep); });

  io::ScheduleFile least = optimal;  // of --minimize peak
  least.budget.reset();
  least.objective = io::ScheduleFile::Objective::peak;
  least.max_duration = base.duration;
  least.peak_bound = base.peak;
  put(stem.string() + "-least.json", [&](std::ostream& out) { write_schedule(out, graph, least); });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: io_write_samples DATA FOLDER\n";
    return 2;
  }
  const fs::path folder = argv[2];
  fs::remove_all(folder);
  fs::create_directories(folder);
  for (const auto& entry : fs::directory_iterator(argv[1])) {
    const fs::path& path = entry.path();
    if (path.extension() != ".json" || path.stem().extension() == ".schema") continue;
    const auto read = io::read_graph_file(path.string());
    if (const auto* error = std::get_if<io::Error>(&read)) {
      std::cerr << error->message << '\n';
      ++failures;
      continue;
    }
    const auto& graph = std::get<io::GraphFile>(read);
    put(folder / path.filename(), [&](std::ostream& out) { write_graph(out, graph); });
    write_schedules(graph, folder / path.stem());
  }
  return failures == 0 ? 0 : 1;
}
