// SPDX-License-Identifier: Apache-2.0
// Plans of real and of generated graphs, executed in one block. Sizes are scaled down to some 4 MB
// at the base peak, each to at least a byte: what is executed is the plan of the scaled graph.
#include "examples/one_block/one_block.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <utility>

#include "generate/family.h"
#include "io/graph_reader.h"
#include "model/profile.h"

namespace moccasin {
namespace {

using generate::Family;
using model::OpIndex;
using model::TensorIndex;

constexpr std::int64_t kMostBytes = std::int64_t{1} << 22U;

toy::Program program_of(const model::Graph& graph) {
  const std::int64_t peak = make_profile(graph, base_schedule(graph)).peak - graph.resident();
  const std::int64_t divisor = std::max<std::int64_t>(1, peak / kMostBytes);
  const auto scaled = [divisor](std::int64_t bytes) { return (bytes + divisor - 1) / divisor; };
  toy::Program program;
  for (const TensorIndex tensor : graph.tensors()) {
    const bool is_result = graph.tensor(tensor).retain == model::Retain::yes;
    program.tensors.push_back({scaled(graph.tensor(tensor).size), is_result});
  }
  for (const OpIndex op : graph.operations()) {
    const model::Operation& from = graph.operation(op);
    toy::Program::Operation to{from.name, from.duration,  scaled(from.workspace), {},
                               {},        from.max_copies};
    for (const TensorIndex tensor : graph.inputs(op)) to.inputs.push_back(tensor.value());
    for (const TensorIndex tensor : graph.outputs(op)) to.outputs.push_back(tensor.value());
    program.operations.push_back(std::move(to));
  }
  return program;
}

toy::Program read_program(const std::string& name) {
  const std::string path = std::string(MOCCASIN_SOURCE_DIR) + "/data/" + name + ".json";
  const auto read = io::read_graph_file(path);
  EXPECT_TRUE(std::holds_alternative<io::GraphFile>(read)) << path;
  return program_of(std::get<io::GraphFile>(read).graph);
}

toy::Program generate_program(Family family, std::size_t nodes) {
  return program_of(generate::generate({.family = family, .nodes = nodes, .seed = 5}));
}

// A graph, and the budget that it is planned for, in per cent of the base peak.
struct Case {
  std::string name;
  toy::Program (*make)();
  std::int64_t percent;
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

const Case kCases[] = {
    {"chain80", [] { return generate_program(Family::chain, 60); }, 80},
    {"chain60", [] { return generate_program(Family::chain, 60); }, 60},
    {"layered80", [] { return generate_program(Family::layered, 250); }, 80},
    {"unet60", [] { return generate_program(Family::unet, 90); }, 60},
    {"transformer60", [] { return generate_program(Family::transformer, 160); }, 60},
    {"residual80", [] { return generate_program(Family::residual, 120); }, 80},
    {"vgg16_80", [] { return read_program("vgg16_b64_train"); }, 80},
    {"unet_b8_60", [] { return read_program("unet_b8_256_train"); }, 60},
    {"resnet50_60", [] { return read_program("resnet50_b128_train"); }, 60},
    {"mobilenet_80", [] { return read_program("mobilenet_v2_b128_train"); }, 80},
};

// What is executed: a plan with recomputations, and where its buffers lie.
struct Plan {
  toy::Program program;
  Graph graph;
  std::vector<OpId> schedule;
  Placement placement;
};

Plan make_plan(const Case& c) {
  Plan plan;
  plan.program = c.make();
  plan.graph = graph_of(plan.program);
  Options options;
  options.time_limit = 0;
  options.work_limit = 1'000'000;
  const std::int64_t budget = describe(plan.graph).base_peak * c.percent / 100;
  plan.schedule = solve(plan.graph, budget, options).schedule;
  PlaceOptions place_options;
  place_options.time_limit = 0;
  place_options.work_limit = 1'000'000;
  plan.placement = place(plan.graph, plan.schedule, place_options).placement;
  return plan;
}

class OneBlockTest : public testing::TestWithParam<Case> {};

TEST_P(OneBlockTest, EveryInputIsIntact) {
  const Plan plan = make_plan(GetParam());
  EXPECT_GT(plan.schedule.size(), plan.program.operations.size()) << "something runs again";
  EXPECT_GT(plan.placement.arena, 10'000);
  const toy::Outcome outcome = run_in_one_block(plan.program, plan.schedule, plan.placement);
  EXPECT_EQ(outcome.damage, "");
  EXPECT_EQ(outcome.buffers, plan.placement.offsets.size());
  EXPECT_GT(outcome.compared, plan.placement.arena);
  EXPECT_TRUE(verify_placement(plan.graph, plan.schedule, plan.placement).empty());
}

// The buffers that lie right above another one while both are live.
std::vector<std::size_t> find_neighbours(const std::vector<Buffer>& buffers,
                                         const Placement& placement) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < buffers.size(); ++i) {
    for (std::size_t k = 0; k < buffers.size(); ++k) {
      const bool at_once =
          buffers[i].lower < buffers[k].upper && buffers[k].lower < buffers[i].upper;
      if (!at_once || buffers[k].size == 0 || buffers[i].size == 0) continue;
      if (placement.offsets[k] + buffers[k].size != placement.offsets[i]) continue;
      found.push_back(i);
      break;
    }
  }
  return found;
}

// A byte too low: the checker and the run both notice, for the first, the middle and the last.
TEST_P(OneBlockTest, AnOverlapOfOneByteIsNoticed) {
  const Plan plan = make_plan(GetParam());
  const auto neighbours = find_neighbours(lifetimes(plan.graph, plan.schedule), plan.placement);
  ASSERT_GE(neighbours.size(), 3u);
  for (const std::size_t at : {std::size_t{0}, neighbours.size() / 2, neighbours.size() - 1}) {
    Placement spoilt = plan.placement;
    --spoilt.offsets[neighbours[at]];
    const auto issues = verify_placement(plan.graph, plan.schedule, spoilt);
    ASSERT_EQ(issues.size(), 1u);
    EXPECT_EQ(issues[0].code, IssueCode::bad_placement);
    EXPECT_NE(issues[0].message.find(" overlaps "), std::string::npos) << issues[0].message;
    const toy::Outcome outcome = run_in_one_block(plan.program, plan.schedule, spoilt);
    EXPECT_NE(outcome.damage, "") << "buffer " << neighbours[at];
  }
}

INSTANTIATE_TEST_SUITE_P(Plans, OneBlockTest, testing::ValuesIn(kCases),
                         [](const auto& given) { return given.param.name; });

// a writes x, b reads it and writes y, with a workspace: every pair of them may be what overlaps.
struct Small {
  toy::Program program;
  std::vector<OpId> schedule = {0, 1};
  Placement placement = {{0, 4}, {0, 8}, 1, 12};
  Small() {
    program.tensors = {{4}, {4, true}};
    program.operations = {{"a", 1, 0, {}, {0}}, {"b", 1, 4, {0}, {1}}};
  }
  [[nodiscard]] std::string damage() const {
    return run_in_one_block(program, schedule, placement).damage;
  }
};

TEST(OneBlockSmallTest, WhatIsInUseDuringOneStepIsLookedAtWhenItEnds) {
  EXPECT_EQ(Small().damage(), "");
  Small onto_input;
  onto_input.placement.offsets[1] = 3;
  EXPECT_EQ(onto_input.damage(), "step 1: byte 3 of tensor 0 is not as it was written");
  Small workspace_onto_input;
  workspace_onto_input.placement.workspaces[1] = 0;
  EXPECT_EQ(workspace_onto_input.damage(), "step 1: byte 0 of tensor 0 is not as it was written");
  Small workspace_onto_output;
  workspace_onto_output.placement.workspaces[1] = 7;
  EXPECT_EQ(workspace_onto_output.damage(), "step 1: byte 3 of tensor 1 is not as it was written");
}

TEST(OneBlockSmallTest, ResultsAreLookedAtAfterTheLastStep) {
  Small c;
  c.program.operations.push_back({"c", 1, 0, {}, {2}});
  c.program.tensors.push_back({4});
  c.schedule = {0, 1, 2};
  c.placement.workspaces.push_back(0);
  c.placement.offsets.push_back(0);
  EXPECT_EQ(c.damage(), "");
  c.placement.offsets.back() = 7;
  EXPECT_EQ(c.damage(), "step 3: byte 3 of tensor 1 is not as it was written");
}

}  // namespace
}  // namespace moccasin
