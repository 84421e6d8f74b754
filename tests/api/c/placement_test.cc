// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "api/c/graph.h"
#include "moccasin/arena.hpp"
#include "tests/api/c/owned.h"

namespace moccasin::testing {
namespace {

using Steps = std::vector<std::uint32_t>;
using Offsets = std::vector<std::int64_t>;

// No clock: the same result on every machine.
moc_place_options by_work() {
  auto options = sized<moc_place_options>();
  options.work_limit = 1'000'000;
  return options;
}

PlaceOptions to_cpp(const moc_place_options& options) {
  PlaceOptions converted;
  converted.alignment = options.alignment == 0 ? 1 : options.alignment;
  converted.capacity = options.capacity;
  converted.time_limit = options.time_limit;
  converted.work_limit = options.work_limit;
  converted.seed = options.seed;
  return converted;
}

// a --4--> b --2--> c, and a -> c; b has a workspace of 3.
Owned<moc_graph> example() {
  auto graph = made(moc_graph_create);
  moc_op ops[] = {op_of("a", 10), op_of("b", 30), op_of("c", 20)};
  ops[1].workspace = 3;
  const std::int64_t sizes[] = {4, 2, 1};
  for (int i = 0; i < 3; ++i) (void)moc_graph_add_node(graph.get(), &ops[i], sizes[i], nullptr);
  (void)moc_graph_add_edge(graph.get(), 0, 1);
  (void)moc_graph_add_edge(graph.get(), 1, 2);
  (void)moc_graph_add_edge(graph.get(), 0, 2);
  return graph;
}

const Steps kSteps = {0, 1, 0, 2};

Owned<moc_placement> place_c(const moc_graph* graph, const Steps& steps,
                             const moc_place_options& options, moc_rc rc = MOC_OK) {
  moc_placement* placement = nullptr;
  EXPECT_EQ(moc_place(graph, steps.data(), steps.size(), &options, nullptr, &placement), rc);
  return Owned<moc_placement>(placement);
}

moc_placement_info info_of(const Owned<moc_placement>& placement) {
  auto info = sized<moc_placement_info>();
  EXPECT_EQ(moc_placement_get(placement.get(), &info), MOC_OK);
  return info;
}

Offsets offsets_of(const moc_placement_info& info) {
  return {info.offsets, info.offsets + info.num_offsets};
}

moc_arena_buffer buffer_of(std::int64_t lower, std::int64_t upper, std::int64_t size) {
  auto buffer = sized<moc_arena_buffer>();
  buffer.lower = lower;
  buffer.upper = upper;
  buffer.size = size;
  return buffer;
}

void expect_same(const moc_placement_info& c, const PlaceResult& cpp) {
  EXPECT_EQ(offsets_of(c), cpp.placement.offsets);
  EXPECT_EQ(Offsets(c.workspaces, c.workspaces + c.num_workspaces), cpp.placement.workspaces);
  EXPECT_EQ(c.alignment, cpp.placement.alignment);
  EXPECT_EQ(c.arena, cpp.placement.arena);
  EXPECT_EQ(c.bound, cpp.bound);
  EXPECT_EQ(c.live_peak, cpp.live_peak);
  EXPECT_EQ(c.found_by, cpp.found_by);
  EXPECT_EQ(c.bound_by, cpp.bound_by);
  EXPECT_EQ(c.work, cpp.work);
  EXPECT_EQ(c.num_issues, cpp.issues.size());
  EXPECT_EQ(c.has_placement != 0, cpp.has_placement());
  EXPECT_EQ(c.stop, static_cast<int>(cpp.stop));
}

// Of a schedule with recomputations, at several options.
TEST(CPlacementTest, IsThatOfTheCppDoor) {
  const auto chain = training_chain(8);
  Steps steps;
  for (std::uint32_t op = 0; op < 16; ++op) {
    if (op > 8) steps.insert(steps.end(), {16 - op - 1});  // once more, right before it is read
    steps.push_back(op);
  }
  std::vector<moc_place_options> all(5, by_work());
  all[1].alignment = 64;
  all[2].capacity = 8;
  all[3].capacity = 1000;
  all[4].seed = 7, all[4].work_limit = 10, all[4].time_limit = 1000;
  for (const moc_place_options& options : all) {
    const auto placement = place_c(chain.get(), steps, options);
    const moc_placement_info info = info_of(placement);
    expect_same(info, place(chain->graph, steps, to_cpp(options)));
    if (info.has_placement == 0) continue;
    EXPECT_EQ(moc_verify_placement(chain.get(), steps.data(), steps.size(), &info, info.arena),
              MOC_OK);
    EXPECT_EQ(moc_verify_placement(chain.get(), steps.data(), steps.size(), &info, 0), MOC_OK);
  }
}

TEST(CPlacementTest, HasEveryBufferAndWorkspace) {
  const auto graph = example();
  const moc_placement_info info = info_of(place_c(graph.get(), kSteps, by_work()));
  EXPECT_EQ(info.status, MOC_STATUS_OPTIMAL);
  EXPECT_EQ(info.stop, MOC_STOP_PROVED);
  EXPECT_EQ(info.num_offsets, 4u);
  EXPECT_EQ(info.num_workspaces, 4u);
  EXPECT_EQ(info.arena, 9);
  EXPECT_EQ(info.live_peak, 9);
  moc_placement* placement = nullptr;
  EXPECT_EQ(moc_place(graph.get(), kSteps.data(), 4, nullptr, nullptr, &placement), MOC_OK);
  EXPECT_EQ(info_of(Owned<moc_placement>(placement)).arena, 9) << "without options";
}

TEST(CPlacementTest, ACapacityBelowWhatIsLiveIsAnAnswer) {
  moc_place_options options = by_work();
  options.capacity = 8;
  const auto placement = place_c(example().get(), kSteps, options);
  EXPECT_EQ(info_of(placement).status, MOC_STATUS_INFEASIBLE);
  EXPECT_EQ(info_of(placement).has_placement, 0);
}

TEST(CPlacementTest, WhatIsWrongIsACodeAndIssues) {
  const auto graph = example();
  const auto issue_of = [](const Owned<moc_placement>& placement) {
    EXPECT_EQ(info_of(placement).status, MOC_STATUS_INVALID);
    EXPECT_EQ(info_of(placement).num_issues, 1u);
    auto issue = sized<moc_issue>();
    EXPECT_EQ(moc_placement_issue(placement.get(), 0, &issue), MOC_OK);
    EXPECT_STREQ(moc_last_error(), issue.message);
    return issue.code;
  };
  EXPECT_EQ(issue_of(place_c(graph.get(), {0, 2}, by_work(), MOC_E_INVALID_SCHEDULE)),
            MOC_ISSUE_MISSING_INPUT);
  EXPECT_EQ(issue_of(place_c(made(moc_graph_create).get(), {}, by_work(), MOC_E_INVALID_GRAPH)),
            MOC_ISSUE_EMPTY);
  moc_place_options negative = by_work();
  negative.alignment = -1;
  EXPECT_EQ(issue_of(place_c(graph.get(), kSteps, negative, MOC_E_INVALID_OPTION)),
            MOC_ISSUE_BAD_OPTION);
  moc_placement* placement = nullptr;
  EXPECT_EQ(moc_place(graph.get(), nullptr, 1, nullptr, nullptr, &placement), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "ops is null");
  EXPECT_EQ(moc_placement_get(nullptr, nullptr), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "placement is null");
  auto issue = sized<moc_issue>();
  EXPECT_EQ(moc_placement_issue(place_c(graph.get(), kSteps, by_work()).get(), 0, &issue),
            MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "i is 0, but there are 0 issues");
}

TEST(CPlacementTest, AnOverlapOfOneByteIsNoticed) {
  const auto graph = example();
  const auto placement = place_c(graph.get(), kSteps, by_work());
  moc_placement_info info = info_of(placement);
  const auto verify = [&] {
    return moc_verify_placement(graph.get(), kSteps.data(), kSteps.size(), &info, 0);
  };
  EXPECT_EQ(verify(), MOC_OK);
  Offsets offsets = offsets_of(info);
  info.offsets = offsets.data();
  offsets[1] = offsets[0] + 3;
  EXPECT_EQ(verify(), MOC_E_INVALID_PLACEMENT);
  EXPECT_NE(std::string(moc_last_error()).find("overlaps buffer"), std::string::npos)
      << moc_last_error();
  info = info_of(placement);
  info.arena += 1;
  EXPECT_EQ(verify(), MOC_E_INVALID_PLACEMENT);
  EXPECT_STREQ(moc_last_error(), "arena says 10, but is 9");
  info = info_of(placement);
  EXPECT_EQ(moc_verify_placement(graph.get(), kSteps.data(), 4, &info, 8), MOC_E_INVALID_PLACEMENT);
  EXPECT_STREQ(moc_last_error(), "the arena has 9 bytes, the capacity is 8");
  info.struct_size = 0;
  EXPECT_EQ(verify(), MOC_E_INVALID_ARG);
}

TEST(CPlacementTest, PlacesBuffersWithoutAGraph) {
  std::vector<moc_arena_buffer> buffers = {buffer_of(0, 2, 3), buffer_of(2, 4, 2),
                                           buffer_of(2, 5, 3)};
  buffers[0].is_fixed = 1;
  buffers[0].offset = 64;
  buffers[1].alignment = 16;
  const moc_place_options options = by_work();
  moc_placement* placement = nullptr;
  ASSERT_EQ(moc_place_buffers(buffers.data(), 3, &options, nullptr, &placement), MOC_OK);
  const Owned<moc_placement> owned(placement);
  const moc_placement_info info = info_of(owned);
  const std::vector<ArenaBuffer> same = {{0, 2, 3, 1, 64}, {2, 4, 2, 16}, {2, 5, 3}};
  expect_same(info, place(same, to_cpp(options)));
  EXPECT_EQ(info.offsets[0], 64);
  EXPECT_EQ(info.arena, 67);
  EXPECT_EQ(moc_verify_buffers(buffers.data(), 3, info.offsets, 67), MOC_OK);
  EXPECT_EQ(moc_verify_buffers(buffers.data(), 3, info.offsets, 66), MOC_E_INVALID_PLACEMENT);
  Offsets offsets = offsets_of(info);
  offsets[2] = offsets[1] + 1;
  EXPECT_EQ(moc_verify_buffers(buffers.data(), 3, offsets.data(), 0), MOC_E_INVALID_PLACEMENT);
  EXPECT_EQ(moc_verify_buffers(nullptr, 0, nullptr, 0), MOC_OK);
}

// As the C++ door has it, checked here, and in the file of the result.
TEST(CPlacementTest, IsThatOfAResultWhoseBudgetHoldsForTheArena) {
  const auto graph = training_chain(8);
  const std::int64_t budget = tight_budget(graph.get());
  const auto options = quick();
  const auto solve_c = [&] {
    moc_result* result = nullptr;
    EXPECT_EQ(moc_solve(graph.get(), budget, options.get(), nullptr, nullptr, &result), MOC_OK);
    return Owned<moc_result>(result);
  };
  moc_placement* placement = nullptr;
  EXPECT_EQ(moc_result_placement(solve_c().get(), &placement), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "result has no placement; see the option 'arena'");
  EXPECT_EQ(placement, nullptr);

  ASSERT_EQ(moc_options_set_i64(options.get(), "arena", 2), MOC_OK);
  const auto result = solve_c();
  ASSERT_EQ(moc_result_placement(result.get(), &placement), MOC_OK);
  const Owned<moc_placement> owned(placement);
  const moc_placement_info info = info_of(owned);
  const moc_result_info solved = testing::info_of(result.get());
  EXPECT_EQ(info.has_placement, 1);
  EXPECT_EQ(info.alignment, 2);
  EXPECT_EQ(info.arena, solved.arena);
  EXPECT_LE(info.arena, budget);
  EXPECT_EQ(moc_verify_placement(graph.get(), solved.schedule, solved.num_steps, &info, budget),
            MOC_OK);
  Options same;
  same.time_limit = 0;
  same.work_limit = 200'000;
  same.arena = 2;
  EXPECT_EQ(offsets_of(info), solve(graph->graph, budget, same).placement.offsets);
  moc_text* text = nullptr;
  ASSERT_EQ(moc_result_to_json(result.get(), graph.get(), &text), MOC_OK);
  const Owned<moc_text> json(text);
  const char* chars = nullptr;
  ASSERT_EQ(moc_text_get(json.get(), &chars, nullptr), MOC_OK);
  const std::string arena = "\"arena\":" + std::to_string(info.arena) + ",\n\"alignment\":2,";
  EXPECT_NE(std::string(chars).find(arena), std::string::npos) << chars;
}

TEST(CPlacementTest, BuffersOfNewerAndOfNoHeaders) {
  struct Newer {
    moc_arena_buffer known;
    std::int64_t more;
  };
  std::vector<Newer> newer = {{buffer_of(0, 2, 3), 0}, {buffer_of(1, 3, 4), 0}};
  for (Newer& buffer : newer) buffer.known.struct_size = sizeof(Newer);
  const Offsets offsets = {0, 3};
  const auto verify = [&] { return moc_verify_buffers(&newer[0].known, 2, offsets.data(), 0); };
  EXPECT_EQ(verify(), MOC_OK);
  newer[1].known.size = -1;
  EXPECT_EQ(verify(), MOC_E_INVALID_PLACEMENT);
  EXPECT_STREQ(moc_last_error(), "buffer 1: size must not be negative, but is -1");
  newer[1].more = 1;
  EXPECT_EQ(verify(), MOC_E_UNSUPPORTED);
  newer[1].known.struct_size = sizeof(moc_arena_buffer);
  EXPECT_EQ(verify(), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "buffers: struct_size is not the same in all of them");
  newer[0].known.struct_size = 0;
  EXPECT_EQ(verify(), MOC_E_INVALID_ARG);
}

TEST(CPlacementTest, AStopIsAnAnswer) {
  const auto stop = made(moc_stop_create);
  (void)moc_stop_request(stop.get());
  const auto graph = example();
  moc_placement* placement = nullptr;
  EXPECT_EQ(moc_place(graph.get(), kSteps.data(), 4, nullptr, stop.get(), &placement), MOC_OK);
  const Owned<moc_placement> owned(placement);
  const moc_placement_info info = info_of(owned);
  StopFlag flag;
  flag.request();
  expect_same(info, place(graph->graph, kSteps, PlaceOptions(), &flag));
}

}  // namespace
}  // namespace moccasin::testing
