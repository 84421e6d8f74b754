// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>
#include <vector>

#include "api/c/graph.h"
#include "api/c/issues.h"
#include "api/c/options.h"
#include "api/c/result.h"
#include "api/c/stop.h"
#include "api/c/struct_size.h"

namespace {

using moccasin::OpId;
using moccasin::Options;
using moccasin::Progress;
using moccasin::c_door::guarded;
using moccasin::c_door::Reading;

moc_progress to_c(const Progress& progress) {
  moc_progress converted = {};
  converted.struct_size = sizeof converted;
  converted.wall_seconds = progress.wall_seconds;
  converted.work = progress.work;
  converted.duration = progress.duration;
  converted.peak = progress.peak;
  converted.bound = progress.bound;
  converted.peak_bound = progress.peak_bound;
  converted.phase = progress.phase.data();
  converted.has_solution = progress.has_solution ? 1 : 0;
  return converted;
}

// What they throw passes through here to solve(), which catches it.
void call_back(Options& options, const moc_callbacks& callbacks) {
  if (callbacks.on_progress != nullptr) {
    options.on_progress = [callbacks](const Progress& progress) {
      const moc_progress converted = to_c(progress);
      return callbacks.on_progress(callbacks.user, &converted) == 0;
    };
  }
  if (callbacks.on_solution != nullptr) {
    options.on_solution = [callbacks](const Progress& progress, const std::vector<OpId>& schedule) {
      const moc_progress converted = to_c(progress);
      return callbacks.on_solution(callbacks.user, &converted, schedule.data(), schedule.size()) ==
             0;
    };
  }
}

}  // namespace

moc_rc moc_solve(const moc_graph* graph, int64_t budget, const moc_options* options,
                 const moc_callbacks* callbacks, const moc_stop* stop, moc_result** out) {
  return guarded([&] {
    moccasin::c_door::require(out, "out");
    *out = nullptr;
    const Reading<moc_graph> graph_use(graph, "graph");
    std::optional<Reading<moc_options>> options_use;
    std::optional<Reading<moc_stop>> stop_use;
    if (options != nullptr) options_use.emplace(options, "options");
    if (stop != nullptr) stop_use.emplace(stop, "stop");

    Options given = options == nullptr ? Options() : options->options;
    if (callbacks != nullptr) {
      call_back(given, moccasin::c_door::taken_from(callbacks, "callbacks"));
    }
    auto made = std::make_unique<moc_result>();
    made->request = moccasin::SolveRequest(budget, given);
    made->request.given.emplace_back("budget", std::to_string(budget));
    if (options != nullptr) {
      made->request.given.insert(made->request.given.end(), options->given.begin(),
                                 options->given.end());
    }
    made->revision = graph->revision;
    // Nothing may fail for want of memory from here on: what was found would be lost.
    made->result =
        moccasin::solve(graph->graph, budget, given, stop == nullptr ? nullptr : &stop->flag);
    const moccasin::Result& result = made->result;
    *out = made.release();
    moccasin::c_door::fail_if_any(result.issues);
  });
}
