// SPDX-License-Identifier: Apache-2.0
// Structs of the C header may grow at their ends only (docs/compatibility.md): what is there stays
// where it is. Who adds a member adds a row and a larger size.
#include "tests/api/layout.h"

#include <gtest/gtest.h>

#include <cstddef>

#include "moccasin/arena.h"
#include "moccasin/moccasin.h"

namespace moccasin {
namespace {

using test::expect_layout;

#if defined(__LP64__)

TEST(CLayoutTest, OfWhatIsHandedIn) {
  expect_layout({MOCCASIN_SIZE(moc_op, 40), MOCCASIN_PLACE(moc_op, struct_size, 0),
                 MOCCASIN_PLACE(moc_op, name, 8), MOCCASIN_PLACE(moc_op, duration, 16),
                 MOCCASIN_PLACE(moc_op, workspace, 24), MOCCASIN_PLACE(moc_op, max_copies, 32),
                 MOCCASIN_PLACE(moc_op, reserved, 36)});
  expect_layout({MOCCASIN_SIZE(moc_callbacks, 32), MOCCASIN_PLACE(moc_callbacks, struct_size, 0),
                 MOCCASIN_PLACE(moc_callbacks, user, 8),
                 MOCCASIN_PLACE(moc_callbacks, on_progress, 16),
                 MOCCASIN_PLACE(moc_callbacks, on_solution, 24)});
}

TEST(CLayoutTest, OfWhatIsHandedOut) {
  expect_layout({MOCCASIN_SIZE(moc_issue, 40), MOCCASIN_PLACE(moc_issue, struct_size, 0),
                 MOCCASIN_PLACE(moc_issue, code, 8), MOCCASIN_PLACE(moc_issue, reserved, 12),
                 MOCCASIN_PLACE(moc_issue, message, 16), MOCCASIN_PLACE(moc_issue, ops, 24),
                 MOCCASIN_PLACE(moc_issue, num_ops, 32)});
  expect_layout(
      {MOCCASIN_SIZE(moc_facts_info, 128), MOCCASIN_PLACE(moc_facts_info, struct_size, 0),
       MOCCASIN_PLACE(moc_facts_info, num_issues, 8), MOCCASIN_PLACE(moc_facts_info, num_uses, 16),
       MOCCASIN_PLACE(moc_facts_info, base_duration, 24),
       MOCCASIN_PLACE(moc_facts_info, base_peak, 32), MOCCASIN_PLACE(moc_facts_info, floor, 40),
       MOCCASIN_PLACE(moc_facts_info, floor_workspace, 48),
       MOCCASIN_PLACE(moc_facts_info, resident, 56),
       MOCCASIN_PLACE(moc_facts_info, base_peak_op, 64),
       MOCCASIN_PLACE(moc_facts_info, floor_at, 68), MOCCASIN_PLACE(moc_facts_info, floor_op, 72),
       MOCCASIN_PLACE(moc_facts_info, floor_reader, 76),
       MOCCASIN_PLACE(moc_facts_info, floor_inputs, 80),
       MOCCASIN_PLACE(moc_facts_info, num_floor_inputs, 88),
       MOCCASIN_PLACE(moc_facts_info, floor_outputs, 96),
       MOCCASIN_PLACE(moc_facts_info, num_floor_outputs, 104),
       MOCCASIN_PLACE(moc_facts_info, floor_held, 112),
       MOCCASIN_PLACE(moc_facts_info, num_floor_held, 120)});
  expect_layout(
      {MOCCASIN_SIZE(moc_progress, 72), MOCCASIN_PLACE(moc_progress, struct_size, 0),
       MOCCASIN_PLACE(moc_progress, wall_seconds, 8), MOCCASIN_PLACE(moc_progress, work, 16),
       MOCCASIN_PLACE(moc_progress, duration, 24), MOCCASIN_PLACE(moc_progress, peak, 32),
       MOCCASIN_PLACE(moc_progress, bound, 40), MOCCASIN_PLACE(moc_progress, phase, 48),
       MOCCASIN_PLACE(moc_progress, has_solution, 56), MOCCASIN_PLACE(moc_progress, reserved, 60),
       MOCCASIN_PLACE(moc_progress, peak_bound, 64)});
  expect_layout({MOCCASIN_SIZE(moc_result_info, 240),
                 MOCCASIN_PLACE(moc_result_info, struct_size, 0),
                 MOCCASIN_PLACE(moc_result_info, status, 8),
                 MOCCASIN_PLACE(moc_result_info, stop, 12),
                 MOCCASIN_PLACE(moc_result_info, schedule, 16),
                 MOCCASIN_PLACE(moc_result_info, num_steps, 24),
                 MOCCASIN_PLACE(moc_result_info, duration, 32),
                 MOCCASIN_PLACE(moc_result_info, peak, 40),
                 MOCCASIN_PLACE(moc_result_info, bound, 48),
                 MOCCASIN_PLACE(moc_result_info, gap, 56),
                 MOCCASIN_PLACE(moc_result_info, base_duration, 64),
                 MOCCASIN_PLACE(moc_result_info, base_peak, 72),
                 MOCCASIN_PLACE(moc_result_info, least_peak, 80),
                 MOCCASIN_PLACE(moc_result_info, least_peak_schedule, 88),
                 MOCCASIN_PLACE(moc_result_info, num_least_peak_steps, 96),
                 MOCCASIN_PLACE(moc_result_info, budget_floor, 104),
                 MOCCASIN_PLACE(moc_result_info, floor_ops, 112),
                 MOCCASIN_PLACE(moc_result_info, num_floor_ops, 120),
                 MOCCASIN_PLACE(moc_result_info, found_by, 128),
                 MOCCASIN_PLACE(moc_result_info, bound_by, 136),
                 MOCCASIN_PLACE(moc_result_info, wall_seconds, 144),
                 MOCCASIN_PLACE(moc_result_info, first_solution_seconds, 152),
                 MOCCASIN_PLACE(moc_result_info, best_seconds, 160),
                 MOCCASIN_PLACE(moc_result_info, work, 168),
                 MOCCASIN_PLACE(moc_result_info, num_issues, 176),
                 MOCCASIN_PLACE(moc_result_info, num_counters, 184),
                 MOCCASIN_PLACE(moc_result_info, has_certificate, 192),
                 MOCCASIN_PLACE(moc_result_info, reserved, 196),
                 MOCCASIN_PLACE(moc_result_info, arena, 200),
                 MOCCASIN_PLACE(moc_result_info, least_arena, 208),
                 MOCCASIN_PLACE(moc_result_info, budget_needed, 216),
                 MOCCASIN_PLACE(moc_result_info, peak_bound, 224),
                 MOCCASIN_PLACE(moc_result_info, max_duration, 232)});
  expect_layout({MOCCASIN_SIZE(moc_evaluation_info, 56),
                 MOCCASIN_PLACE(moc_evaluation_info, struct_size, 0),
                 MOCCASIN_PLACE(moc_evaluation_info, num_issues, 8),
                 MOCCASIN_PLACE(moc_evaluation_info, duration, 16),
                 MOCCASIN_PLACE(moc_evaluation_info, peak, 24),
                 MOCCASIN_PLACE(moc_evaluation_info, peak_step, 32),
                 MOCCASIN_PLACE(moc_evaluation_info, live, 40),
                 MOCCASIN_PLACE(moc_evaluation_info, num_steps, 48)});
  expect_layout({MOCCASIN_SIZE(moc_buffer, 40), MOCCASIN_PLACE(moc_buffer, struct_size, 0),
                 MOCCASIN_PLACE(moc_buffer, tensor, 8), MOCCASIN_PLACE(moc_buffer, copy, 12),
                 MOCCASIN_PLACE(moc_buffer, lower, 16), MOCCASIN_PLACE(moc_buffer, upper, 24),
                 MOCCASIN_PLACE(moc_buffer, size, 32)});
}

TEST(CLayoutTest, OfPlacements) {
  expect_layout({MOCCASIN_SIZE(moc_place_options, 48),
                 MOCCASIN_PLACE(moc_place_options, struct_size, 0),
                 MOCCASIN_PLACE(moc_place_options, alignment, 8),
                 MOCCASIN_PLACE(moc_place_options, capacity, 16),
                 MOCCASIN_PLACE(moc_place_options, time_limit, 24),
                 MOCCASIN_PLACE(moc_place_options, work_limit, 32),
                 MOCCASIN_PLACE(moc_place_options, seed, 40)});
  expect_layout(
      {MOCCASIN_SIZE(moc_placement_info, 128), MOCCASIN_PLACE(moc_placement_info, struct_size, 0),
       MOCCASIN_PLACE(moc_placement_info, status, 8), MOCCASIN_PLACE(moc_placement_info, stop, 12),
       MOCCASIN_PLACE(moc_placement_info, has_placement, 16),
       MOCCASIN_PLACE(moc_placement_info, reserved, 20),
       MOCCASIN_PLACE(moc_placement_info, offsets, 24),
       MOCCASIN_PLACE(moc_placement_info, num_offsets, 32),
       MOCCASIN_PLACE(moc_placement_info, workspaces, 40),
       MOCCASIN_PLACE(moc_placement_info, num_workspaces, 48),
       MOCCASIN_PLACE(moc_placement_info, alignment, 56),
       MOCCASIN_PLACE(moc_placement_info, arena, 64), MOCCASIN_PLACE(moc_placement_info, bound, 72),
       MOCCASIN_PLACE(moc_placement_info, live_peak, 80),
       MOCCASIN_PLACE(moc_placement_info, found_by, 88),
       MOCCASIN_PLACE(moc_placement_info, bound_by, 96),
       MOCCASIN_PLACE(moc_placement_info, wall_seconds, 104),
       MOCCASIN_PLACE(moc_placement_info, work, 112),
       MOCCASIN_PLACE(moc_placement_info, num_issues, 120)});
  expect_layout(
      {MOCCASIN_SIZE(moc_arena_buffer, 56), MOCCASIN_PLACE(moc_arena_buffer, struct_size, 0),
       MOCCASIN_PLACE(moc_arena_buffer, lower, 8), MOCCASIN_PLACE(moc_arena_buffer, upper, 16),
       MOCCASIN_PLACE(moc_arena_buffer, size, 24), MOCCASIN_PLACE(moc_arena_buffer, alignment, 32),
       MOCCASIN_PLACE(moc_arena_buffer, offset, 40), MOCCASIN_PLACE(moc_arena_buffer, is_fixed, 48),
       MOCCASIN_PLACE(moc_arena_buffer, reserved, 52)});
}

#endif

}  // namespace
}  // namespace moccasin
