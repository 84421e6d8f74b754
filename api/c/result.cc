// SPDX-License-Identifier: Apache-2.0
#include "api/c/result.h"

#include "api/c/issues.h"
#include "api/c/status.h"
#include "api/c/struct_size.h"

namespace {

using moccasin::c_door::guarded;
using moccasin::c_door::Reading;

moc_result_info info_of(const moccasin::Result& result) {
  moc_result_info info = {};
  info.status = moccasin::c_door::number_of(result.status);
  info.stop = moccasin::c_door::number_of(result.stop);
  info.schedule = result.schedule.data();
  info.num_steps = result.schedule.size();
  info.duration = result.duration;
  info.peak = result.peak;
  info.bound = result.bound;
  info.gap = result.gap();
  info.base_duration = result.base_duration;
  info.base_peak = result.base_peak;
  info.least_peak = result.least_peak;
  info.least_peak_schedule = result.least_peak_schedule.data();
  info.num_least_peak_steps = result.least_peak_schedule.size();
  info.budget_floor = result.budget_floor;
  info.floor_ops = result.floor_ops.data();
  info.num_floor_ops = result.floor_ops.size();
  info.found_by = result.found_by.c_str();
  info.bound_by = result.bound_by.c_str();
  info.wall_seconds = result.wall_seconds;
  info.first_solution_seconds = result.first_solution_seconds;
  info.best_seconds = result.best_seconds;
  info.work = result.work;
  info.num_issues = result.issues.size();
  info.num_counters = result.statistics.size();
  info.has_certificate = result.certificate != nullptr ? 1 : 0;
  info.arena = result.placement.arena;
  info.least_arena = result.least_arena;
  info.budget_needed = result.budget_needed;
  info.peak_bound = result.peak_bound;
  info.max_duration = result.max_duration;
  return info;
}

}  // namespace

moc_rc moc_result_get(const moc_result* result, moc_result_info* info) {
  return guarded([&] {
    const Reading<moc_result> use(result, "result");
    moccasin::c_door::write_to(info, info_of(use->result), "info");
  });
}

moc_rc moc_result_issue(const moc_result* result, size_t i, moc_issue* issue) {
  return guarded([&] {
    const Reading<moc_result> use(result, "result");
    moccasin::c_door::write_issue(use->result.issues, i, issue);
  });
}

moc_rc moc_result_counter(const moc_result* result, size_t i, const char** name, int64_t* value) {
  return guarded([&] {
    const Reading<moc_result> use(result, "result");
    moccasin::c_door::require(name, "name");
    moccasin::c_door::require(value, "value");
    moccasin::c_door::require_index(i, use->result.statistics.size(), "counters");
    *name = use->result.statistics[i].name.c_str();
    *value = use->result.statistics[i].value;
  });
}

moc_rc moc_result_free(moc_result* result) {
  return moccasin::c_door::free_handle(result, "result");
}
