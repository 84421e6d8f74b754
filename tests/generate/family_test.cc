// SPDX-License-Identifier: Apache-2.0
#include "generate/family.h"

#include <gtest/gtest.h>

#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "generate/random_layered.h"
#include "model/fingerprint.h"
#include "model/floor.h"
#include "model/profile.h"
#include "model/verify.h"

namespace moccasin::generate {
namespace {

using model::Graph;
using model::OpIndex;
using model::TensorIndex;

constexpr Family kFamilies[] = {Family::layered, Family::chain, Family::unet, Family::transformer,
                                Family::residual};

std::int64_t peak(const Graph& graph) {
  return model::make_profile(graph, model::base_schedule(graph)).peak;
}

std::int64_t retained_bytes(const Graph& graph) {
  std::int64_t bytes = 0;
  for (const TensorIndex t : graph.tensors()) {
    if (graph.tensor(t).retain == model::Retain::yes) bytes += graph.tensor(t).size;
  }
  return bytes;
}

template <class Predicate>
std::int64_t count(const Graph& graph, const Predicate& predicate) {
  std::int64_t number = 0;
  for (const OpIndex op : graph.operations()) number += predicate(op) ? 1 : 0;
  return number;
}

TEST(Family, NamesReadBackAsWhatTheyName) {
  for (const Family family : kFamilies) EXPECT_EQ(family_from_name(family_name(family)), family);
  EXPECT_EQ(family_from_name("Layered"), std::nullopt);
  EXPECT_EQ(family_from_name(""), std::nullopt);
}

TEST(Family, SaysHowManyNodesThereMayBe) {
  EXPECT_EQ(problem_with({.family = Family::chain, .nodes = 3}),
            "a chain graph has 4 to 1000000 nodes, not 3");
  EXPECT_EQ(problem_with({.family = Family::layered, .nodes = kMostNodes + 1}),
            "a layered graph has 3 to 1000000 nodes, not 1000001");
  EXPECT_EQ(problem_with({.family = Family::layered, .nodes = kMostNodes}), std::nullopt);
  for (const Family family : kFamilies) {
    EXPECT_TRUE(problem_with({.family = family, .nodes = fewest_nodes(family) - 1}));
    EXPECT_FALSE(problem_with({.family = family, .nodes = fewest_nodes(family)}));
  }
}

TEST(Family, SaysWhichWidthsThereMayBe) {
  const auto layered = [](double width) {
    return problem_with({.family = Family::layered, .nodes = 100, .width = width});
  };
  for (const double width : {0.01, 0.3, 0.99}) {
    EXPECT_EQ(layered(width), std::nullopt);
    EXPECT_EQ(generate({.family = Family::layered, .nodes = 100, .width = width}).num_operations(),
              100u);
  }
  for (const double width : {0.0, 1.0, -0.5, std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_EQ(layered(width), "the width of a layered graph is between 0.01 and 0.99");
  }
  EXPECT_EQ(problem_with({.family = Family::unet, .nodes = 100, .width = 0.3}),
            "only layered graphs have a width; leave it out for a unet graph");
}

TEST(Family, LayeredGraphsAreAsWideAsAskedFor) {
  const auto layered = [](std::optional<double> width) {
    return model::fingerprint(
        generate({.family = Family::layered, .nodes = 200, .seed = 7, .width = width}));
  };
  EXPECT_NE(layered(0.1), layered(0.5));
  EXPECT_NE(layered(0.1), layered({}));
  EXPECT_EQ(layered(0.1),
            model::fingerprint(random_layered({.nodes = 200, .seed = 7, .width = 0.1})));
}

struct Step {
  Family family;
  std::size_t nodes;  // counts differ by at most this
};

TEST(Family, ComesWithinAStepOfTheNodesAskedFor) {
  for (const auto& [family, step] :
       {Step{Family::layered, 1}, Step{Family::chain, 2}, Step{Family::unet, 6},
        Step{Family::transformer, 28}, Step{Family::residual, 24}}) {
    for (std::size_t extra = 0; extra < 300; ++extra) {
      const std::size_t nodes = fewest_nodes(family) + extra;
      const std::size_t made = generate({family, nodes, extra}).num_operations();
      EXPECT_LE(made, nodes) << family_name(family);
      EXPECT_GT(made + step, nodes) << family_name(family);
    }
    EXPECT_EQ(generate({family, fewest_nodes(family), 0}).num_operations(), fewest_nodes(family));
  }
}

TEST(Family, DependsOnItsSeedAndOnNothingElse) {
  for (const Family family : kFamilies) {
    std::set<std::uint64_t> fingerprints;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const std::uint64_t print = model::fingerprint(generate({family, 150, seed}));
      EXPECT_EQ(model::fingerprint(generate({family, 150, seed})), print);
      fingerprints.insert(print);
    }
    EXPECT_EQ(fingerprints.size(), 20u) << family_name(family);
  }
}

TEST(Family, GivesEveryOperationANameOfItsOwn) {
  for (const Family family : kFamilies) {
    const Graph graph = generate({family, 2000, 3});
    std::set<std::string> names;
    for (const OpIndex op : graph.operations()) names.insert(graph.operation(op).name);
    EXPECT_EQ(names.size(), graph.num_operations()) << family_name(family);
  }
}

TEST(Chain, PilesUpItsActivationsUntilTheTurn) {
  const Graph graph = generate({Family::chain, 1002, 5});
  const model::Profile profile = model::make_profile(graph, model::base_schedule(graph));
  // All 501 activations and at most two gradients, 16 to 48 MiB each.
  std::int64_t activations = 0;
  for (std::size_t i = 0; i <= 500; ++i) {
    activations += graph.tensor(graph.outputs(OpIndex(i))[0]).size;
  }
  EXPECT_GT(profile.peak, activations);
  EXPECT_LE(profile.peak, activations + 2 * (std::int64_t{48} << 20));
  EXPECT_NEAR(static_cast<double>(profile.peak_step), 502, 2);
  EXPECT_EQ(graph.operation(OpIndex(0)).name, "input");
  EXPECT_EQ(graph.operation(OpIndex(0)).max_copies, 1);
  EXPECT_EQ(graph.operation(OpIndex(501)).name, "loss");
  EXPECT_EQ(graph.operation(OpIndex(1001)).name, "layer0.gradient");
}

TEST(TrainingSteps, HaveWhatTracedGraphsHave) {
  for (const Family family : {Family::unet, Family::transformer, Family::residual}) {
    SCOPED_TRACE(family_name(family));
    const Graph graph = generate({family, 1000, 7});
    const auto n = static_cast<double>(graph.num_operations());
    const auto share = [&](std::int64_t part) { return static_cast<double>(part) / n; };
    EXPECT_GT(share(count(graph, [&](OpIndex op) { return graph.outputs(op).size() > 1; })), 0.15);
    EXPECT_GT(share(count(graph, [&](OpIndex op) { return graph.operation(op).workspace > 0; })),
              0.05);
    EXPECT_GT(graph.resident(), 0);
    // Every parameter has a gradient of its own size, but inputs and statistics are small.
    EXPECT_NEAR(static_cast<double>(retained_bytes(graph)), static_cast<double>(graph.resident()),
                0.25 * static_cast<double>(graph.resident()));
    // Nothing is written for nobody but by-products, the first output is always read or retained.
    for (const OpIndex op : graph.operations()) {
      if (graph.outputs(op).empty()) continue;
      const TensorIndex first = graph.outputs(op)[0];
      EXPECT_TRUE(!graph.readers(first).empty() || graph.tensor(first).retain == model::Retain::yes)
          << graph.operation(op).name;
    }
  }
}

// "layer3.norm1.gradient" belongs to block "layer3", "stage1.block2.add" to "stage1.block2".
std::string block_of(const std::string& name) {
  const std::size_t start = name.starts_with("stage") ? name.find(".block") + 1 : 0;
  const std::size_t end = name.find('.', start);
  return end == std::string::npos ? "" : name.substr(0, end);
}

// The base order, with all of a block's forward operations once more right before its gradients.
model::Schedule recompute_every_block(const Graph& graph) {
  std::map<std::string, std::vector<OpIndex>> forward;
  std::set<std::string> turned;
  model::Schedule schedule;
  for (const OpIndex op : graph.base_order()) {
    const std::string& name = graph.operation(op).name;
    const std::string block = block_of(name);
    if (name.find("gradient") == std::string::npos) {
      forward[block].push_back(op);
    } else if (!block.empty() && turned.insert(block).second) {
      const std::vector<OpIndex>& again = forward[block];
      schedule.steps.insert(schedule.steps.end(), again.begin(), again.end());
    }
    schedule.steps.push_back(op);
  }
  return schedule;
}

TEST(TrainingSteps, FitIn70PercentWithBlocksRecomputed) {
  for (const Family family : {Family::transformer, Family::residual}) {
    for (std::uint64_t seed = 0; seed < 3; ++seed) {
      const Graph graph = generate({family, 100'000, seed});
      const model::Problem problem{.graph = &graph,
                                   .budget = peak(graph) / 10 * 7,
                                   .order = model::Order::kept,
                                   .max_copies = 2};
      const model::Verdict verdict = model::verify(problem, recompute_every_block(graph));
      EXPECT_TRUE(verdict.valid()) << family_name(family) << ": " << verdict.violation->message;
    }
  }
}

TEST(TrainingSteps, LeaveRoomToSaveMemoryAtEverySize) {
  for (const Family family : {Family::unet, Family::transformer, Family::residual}) {
    for (const std::size_t nodes : {1000, 10'000, 100'000}) {
      for (std::uint64_t seed = 0; seed < 4; ++seed) {
        SCOPED_TRACE(std::string(family_name(family)) + " " + std::to_string(nodes) + " seed " +
                     std::to_string(seed));
        const Graph graph = generate({family, nodes, seed});
        const auto base_peak = static_cast<double>(peak(graph));
        EXPECT_LT(static_cast<double>(model::make_floor(graph).bytes), 0.4 * base_peak);
        // What has to be there at the end however often activations are recomputed.
        EXPECT_LT(static_cast<double>(graph.resident() + retained_bytes(graph)), 0.4 * base_peak);
      }
    }
  }
}

}  // namespace
}  // namespace moccasin::generate
