// SPDX-License-Identifier: Apache-2.0
// Within 0.2.x no struct of the C++ headers changes its layout (docs/compatibility.md): a caller
// that was compiled with other headers would read other members. Who changes one all the same
// changes this table, the inline namespace and the minor version.
#include "tests/api/layout.h"

#include <gtest/gtest.h>

#include <cstddef>

#include "moccasin/arena.hpp"
#include "moccasin/io.hpp"
#include "moccasin/moccasin.hpp"
#include "moccasin/sweep.hpp"

// A std::function makes no place wrong here.
#pragma GCC diagnostic ignored "-Winvalid-offsetof"

namespace moccasin {
namespace {

using test::expect_layout;

// What std::string and its like take is their library's and the machine's.
#if defined(__x86_64__) && defined(__LP64__) && defined(__GLIBCXX__) && _GLIBCXX_USE_CXX11_ABI

TEST(LayoutTest, OfGraphsAndFacts) {
  expect_layout({MOCCASIN_SIZE(Op, 56), MOCCASIN_PLACE(Op, name, 0),
                 MOCCASIN_PLACE(Op, duration, 32), MOCCASIN_PLACE(Op, workspace, 40),
                 MOCCASIN_PLACE(Op, max_copies, 48)});
  expect_layout({MOCCASIN_SIZE(Tensor, 16), MOCCASIN_PLACE(Tensor, size, 0),
                 MOCCASIN_PLACE(Tensor, retain, 8)});
  expect_layout({MOCCASIN_SIZE(Issue, 64), MOCCASIN_PLACE(Issue, code, 0),
                 MOCCASIN_PLACE(Issue, message, 8), MOCCASIN_PLACE(Issue, ops, 40)});
  expect_layout({MOCCASIN_SIZE(Facts, 168), MOCCASIN_PLACE(Facts, issues, 0),
                 MOCCASIN_PLACE(Facts, num_uses, 24), MOCCASIN_PLACE(Facts, base_duration, 32),
                 MOCCASIN_PLACE(Facts, base_peak, 40), MOCCASIN_PLACE(Facts, base_peak_op, 48),
                 MOCCASIN_PLACE(Facts, floor, 56), MOCCASIN_PLACE(Facts, floor_at, 64),
                 MOCCASIN_PLACE(Facts, floor_op, 68), MOCCASIN_PLACE(Facts, floor_reader, 72),
                 MOCCASIN_PLACE(Facts, floor_inputs, 80), MOCCASIN_PLACE(Facts, floor_outputs, 104),
                 MOCCASIN_PLACE(Facts, floor_held, 128),
                 MOCCASIN_PLACE(Facts, floor_workspace, 152),
                 MOCCASIN_PLACE(Facts, resident, 160)});
  expect_layout({MOCCASIN_SIZE(Graph, 8), MOCCASIN_SIZE(OpId, 4), MOCCASIN_SIZE(TensorId, 4),
                 MOCCASIN_SIZE(IssueCode, 4), MOCCASIN_SIZE(FloorAt, 4)});
}

TEST(LayoutTest, OfOptionsAndProgress) {
  expect_layout({MOCCASIN_SIZE(Progress, 80), MOCCASIN_PLACE(Progress, wall_seconds, 0),
                 MOCCASIN_PLACE(Progress, work, 8), MOCCASIN_PLACE(Progress, has_solution, 16),
                 MOCCASIN_PLACE(Progress, duration, 24), MOCCASIN_PLACE(Progress, peak, 32),
                 MOCCASIN_PLACE(Progress, bound, 40), MOCCASIN_PLACE(Progress, peak_bound, 48),
                 MOCCASIN_PLACE(Progress, phase, 56), MOCCASIN_PLACE(Progress, placement, 72)});
  expect_layout({MOCCASIN_SIZE(Options, 208),
                 MOCCASIN_PLACE(Options, time_limit, 0),
                 MOCCASIN_PLACE(Options, start, 8),
                 MOCCASIN_PLACE(Options, work_limit, 16),
                 MOCCASIN_PLACE(Options, memory_limit, 24),
                 MOCCASIN_PLACE(Options, seed, 32),
                 MOCCASIN_PLACE(Options, threads, 40),
                 MOCCASIN_PLACE(Options, workers, 44),
                 MOCCASIN_PLACE(Options, max_copies, 48),
                 MOCCASIN_PLACE(Options, order, 52),
                 MOCCASIN_PLACE(Options, technique, 56),
                 MOCCASIN_PLACE(Options, arena, 64),
                 MOCCASIN_PLACE(Options, objective, 72),
                 MOCCASIN_PLACE(Options, max_duration, 80),
                 MOCCASIN_PLACE(Options, max_overhead, 88),
                 MOCCASIN_PLACE(Options, gap, 96),
                 MOCCASIN_PLACE(Options, target, 104),
                 MOCCASIN_PLACE(Options, warm_start, 112),
                 MOCCASIN_PLACE(Options, certify, 136),
                 MOCCASIN_PLACE(Options, on_progress, 144),
                 MOCCASIN_PLACE(Options, on_solution, 176)});
  expect_layout({MOCCASIN_SIZE(StopFlag, 1), MOCCASIN_SIZE(Order, 4), MOCCASIN_SIZE(Technique, 4),
                 MOCCASIN_SIZE(Objective, 4)});
}

TEST(LayoutTest, OfResults) {
  expect_layout({MOCCASIN_SIZE(Counter, 40), MOCCASIN_PLACE(Counter, name, 0),
                 MOCCASIN_PLACE(Counter, value, 32)});
  expect_layout({MOCCASIN_SIZE(Result, 400),
                 MOCCASIN_PLACE(Result, status, 0),
                 MOCCASIN_PLACE(Result, stop, 4),
                 MOCCASIN_PLACE(Result, schedule, 8),
                 MOCCASIN_PLACE(Result, duration, 32),
                 MOCCASIN_PLACE(Result, peak, 40),
                 MOCCASIN_PLACE(Result, placement, 48),
                 MOCCASIN_PLACE(Result, bound, 112),
                 MOCCASIN_PLACE(Result, objective, 120),
                 MOCCASIN_PLACE(Result, max_duration, 128),
                 MOCCASIN_PLACE(Result, budget_needed, 136),
                 MOCCASIN_PLACE(Result, peak_bound, 144),
                 MOCCASIN_PLACE(Result, base_duration, 152),
                 MOCCASIN_PLACE(Result, base_peak, 160),
                 MOCCASIN_PLACE(Result, least_peak, 168),
                 MOCCASIN_PLACE(Result, least_peak_schedule, 176),
                 MOCCASIN_PLACE(Result, least_arena, 200),
                 MOCCASIN_PLACE(Result, budget_floor, 208),
                 MOCCASIN_PLACE(Result, floor_ops, 216),
                 MOCCASIN_PLACE(Result, found_by, 240),
                 MOCCASIN_PLACE(Result, bound_by, 272),
                 MOCCASIN_PLACE(Result, issues, 304),
                 MOCCASIN_PLACE(Result, statistics, 328),
                 MOCCASIN_PLACE(Result, certificate, 352),
                 MOCCASIN_PLACE(Result, wall_seconds, 368),
                 MOCCASIN_PLACE(Result, first_solution_seconds, 376),
                 MOCCASIN_PLACE(Result, best_seconds, 384),
                 MOCCASIN_PLACE(Result, work, 392)});
  expect_layout({MOCCASIN_SIZE(Evaluation, 80), MOCCASIN_PLACE(Evaluation, valid, 0),
                 MOCCASIN_PLACE(Evaluation, issues, 8), MOCCASIN_PLACE(Evaluation, duration, 32),
                 MOCCASIN_PLACE(Evaluation, peak, 40), MOCCASIN_PLACE(Evaluation, peak_step, 48),
                 MOCCASIN_PLACE(Evaluation, live, 56)});
  expect_layout({MOCCASIN_SIZE(Buffer, 32), MOCCASIN_PLACE(Buffer, tensor, 0),
                 MOCCASIN_PLACE(Buffer, copy, 4), MOCCASIN_PLACE(Buffer, lower, 8),
                 MOCCASIN_PLACE(Buffer, upper, 16), MOCCASIN_PLACE(Buffer, size, 24)});
  expect_layout({MOCCASIN_SIZE(Status, 4), MOCCASIN_SIZE(Stop, 4)});
}

TEST(LayoutTest, OfSweeps) {
  expect_layout({MOCCASIN_SIZE(SweepPoint, 144), MOCCASIN_PLACE(SweepPoint, budget, 0),
                 MOCCASIN_PLACE(SweepPoint, status, 8), MOCCASIN_PLACE(SweepPoint, schedule, 16),
                 MOCCASIN_PLACE(SweepPoint, duration, 40), MOCCASIN_PLACE(SweepPoint, peak, 48),
                 MOCCASIN_PLACE(SweepPoint, bound, 56), MOCCASIN_PLACE(SweepPoint, found_by, 64),
                 MOCCASIN_PLACE(SweepPoint, bound_by, 96),
                 MOCCASIN_PLACE(SweepPoint, found_seconds, 128),
                 MOCCASIN_PLACE(SweepPoint, between, 136)});
  expect_layout({MOCCASIN_SIZE(SweepProgress, 24), MOCCASIN_PLACE(SweepProgress, points, 16)});
  expect_layout({MOCCASIN_SIZE(SweepOptions, 312), MOCCASIN_PLACE(SweepOptions, solve, 0),
                 MOCCASIN_PLACE(SweepOptions, budgets, 208),
                 MOCCASIN_PLACE(SweepOptions, points, 232), MOCCASIN_PLACE(SweepOptions, from, 240),
                 MOCCASIN_PLACE(SweepOptions, to, 248), MOCCASIN_PLACE(SweepOptions, known, 256),
                 MOCCASIN_PLACE(SweepOptions, on_progress, 280)});
  expect_layout(
      {MOCCASIN_SIZE(SweepResult, 104), MOCCASIN_PLACE(SweepResult, stop, 0),
       MOCCASIN_PLACE(SweepResult, points, 8), MOCCASIN_PLACE(SweepResult, knee, 32),
       MOCCASIN_PLACE(SweepResult, base_duration, 40), MOCCASIN_PLACE(SweepResult, base_peak, 48),
       MOCCASIN_PLACE(SweepResult, budget_floor, 56), MOCCASIN_PLACE(SweepResult, issues, 64),
       MOCCASIN_PLACE(SweepResult, wall_seconds, 88), MOCCASIN_PLACE(SweepResult, work, 96)});
}

TEST(LayoutTest, OfPlacements) {
  expect_layout({MOCCASIN_SIZE(Placement, 64), MOCCASIN_PLACE(Placement, offsets, 0),
                 MOCCASIN_PLACE(Placement, workspaces, 24),
                 MOCCASIN_PLACE(Placement, alignment, 48), MOCCASIN_PLACE(Placement, arena, 56)});
  expect_layout(
      {MOCCASIN_SIZE(PlaceOptions, 48), MOCCASIN_PLACE(PlaceOptions, alignment, 0),
       MOCCASIN_PLACE(PlaceOptions, capacity, 8), MOCCASIN_PLACE(PlaceOptions, time_limit, 16),
       MOCCASIN_PLACE(PlaceOptions, start, 24), MOCCASIN_PLACE(PlaceOptions, work_limit, 32),
       MOCCASIN_PLACE(PlaceOptions, seed, 40)});
  expect_layout(
      {MOCCASIN_SIZE(PlaceResult, 192), MOCCASIN_PLACE(PlaceResult, status, 0),
       MOCCASIN_PLACE(PlaceResult, stop, 4), MOCCASIN_PLACE(PlaceResult, placement, 8),
       MOCCASIN_PLACE(PlaceResult, bound, 72), MOCCASIN_PLACE(PlaceResult, live_peak, 80),
       MOCCASIN_PLACE(PlaceResult, found_by, 88), MOCCASIN_PLACE(PlaceResult, bound_by, 120),
       MOCCASIN_PLACE(PlaceResult, issues, 152), MOCCASIN_PLACE(PlaceResult, wall_seconds, 176),
       MOCCASIN_PLACE(PlaceResult, work, 184)});
  expect_layout({MOCCASIN_SIZE(ArenaBuffer, 40), MOCCASIN_PLACE(ArenaBuffer, lower, 0),
                 MOCCASIN_PLACE(ArenaBuffer, upper, 8), MOCCASIN_PLACE(ArenaBuffer, size, 16),
                 MOCCASIN_PLACE(ArenaBuffer, alignment, 24),
                 MOCCASIN_PLACE(ArenaBuffer, offset, 32)});
}

TEST(LayoutTest, OfFiles) {
  expect_layout({MOCCASIN_SIZE(FileError, 56), MOCCASIN_PLACE(FileError, kind, 0),
                 MOCCASIN_PLACE(FileError, message, 8), MOCCASIN_PLACE(FileError, line, 40),
                 MOCCASIN_PLACE(FileError, column, 48)});
  expect_layout({MOCCASIN_SIZE(GraphFacts, 128), MOCCASIN_PLACE(GraphFacts, name, 0),
                 MOCCASIN_PLACE(GraphFacts, producer, 32),
                 MOCCASIN_PLACE(GraphFacts, duration_unit, 64),
                 MOCCASIN_PLACE(GraphFacts, size_unit, 96)});
  expect_layout({MOCCASIN_SIZE(IgnoredKey, 80), MOCCASIN_PLACE(IgnoredKey, list, 0),
                 MOCCASIN_PLACE(IgnoredKey, key, 32), MOCCASIN_PLACE(IgnoredKey, count, 64),
                 MOCCASIN_PLACE(IgnoredKey, first, 72)});
  expect_layout({MOCCASIN_SIZE(GraphKeys, 64), MOCCASIN_PLACE(GraphKeys, duration, 0),
                 MOCCASIN_PLACE(GraphKeys, size, 32)});
  expect_layout(
      {MOCCASIN_SIZE(SolveRequest, 88), MOCCASIN_PLACE(SolveRequest, budget, 0),
       MOCCASIN_PLACE(SolveRequest, order, 8), MOCCASIN_PLACE(SolveRequest, max_copies, 12),
       MOCCASIN_PLACE(SolveRequest, seed, 16), MOCCASIN_PLACE(SolveRequest, threads, 24),
       MOCCASIN_PLACE(SolveRequest, given, 32), MOCCASIN_PLACE(SolveRequest, commit, 56)});
  expect_layout(
      {MOCCASIN_SIZE(ScheduleDocument, 208), MOCCASIN_PLACE(ScheduleDocument, schedule, 0),
       MOCCASIN_PLACE(ScheduleDocument, near_miss, 24),
       MOCCASIN_PLACE(ScheduleDocument, status, 28), MOCCASIN_PLACE(ScheduleDocument, stop, 32),
       MOCCASIN_PLACE(ScheduleDocument, order, 36),
       MOCCASIN_PLACE(ScheduleDocument, max_copies, 40),
       MOCCASIN_PLACE(ScheduleDocument, budget, 48), MOCCASIN_PLACE(ScheduleDocument, bound, 64),
       MOCCASIN_PLACE(ScheduleDocument, placement, 72),
       MOCCASIN_PLACE(ScheduleDocument, broken, 144),
       MOCCASIN_PLACE(ScheduleDocument, made_for, 176)});
  expect_layout(
      {MOCCASIN_SIZE(CertificateVerdict, 56), MOCCASIN_PLACE(CertificateVerdict, budget, 0),
       MOCCASIN_PLACE(CertificateVerdict, bound, 8), MOCCASIN_PLACE(CertificateVerdict, order, 16),
       MOCCASIN_PLACE(CertificateVerdict, max_copies, 20),
       MOCCASIN_PLACE(CertificateVerdict, broken, 24)});
  expect_layout({MOCCASIN_SIZE(Source, 64), MOCCASIN_SIZE(Sink, 56),
                 MOCCASIN_SIZE(GraphDocument, 16), MOCCASIN_SIZE(Expected<GraphDocument>, 64),
                 MOCCASIN_SIZE(FileErrorKind, 4), MOCCASIN_SIZE(NodeIds, 4)});
}

#endif

}  // namespace
}  // namespace moccasin
