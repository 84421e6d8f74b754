// SPDX-License-Identifier: Apache-2.0
#include "generate/random_layered.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <vector>

namespace moccasin::generate {
namespace {

using model::OpIndex;
using model::TensorIndex;

// Where sorted `values` have `share` of them below.
template <class T>
T percentile(std::vector<T> values, double share) {
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

struct Published {
  std::size_t nodes;
  double width;
  std::size_t reads;                // of the published graph
  std::size_t fifth, ninety_fifth;  // percentiles of 200 graphs of the reference generator
};

// Number of reads of graphs of the sizes and widths of the four published ones.
TEST(RandomLayered, HasAsManyReadsAsPublishedGraphs) {
  for (const Published& expected :
       {Published{100, 0.27, 236, 228, 267}, Published{250, 0.43, 944, 911, 1143},
        Published{500, 0.36, 2461, 2240, 2709}, Published{1000, 0.31, 5875, 5453, 6360}}) {
    std::vector<double> reads;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      reads.push_back(static_cast<double>(
          random_layered({.nodes = expected.nodes, .seed = seed, .width = expected.width})
              .num_reads()));
    }
    // 200 draws leave percentiles uncertain by about a tenth of their distance; 2 % is near it.
    const auto fifth = static_cast<double>(expected.fifth);
    const auto ninety_fifth = static_cast<double>(expected.ninety_fifth);
    EXPECT_NEAR(percentile(reads, 0.05), fifth, 0.02 * fifth) << expected.nodes;
    EXPECT_NEAR(percentile(reads, 0.95), ninety_fifth, 0.02 * ninety_fifth) << expected.nodes;
    EXPECT_NEAR(percentile(reads, 0.5), (fifth + ninety_fifth) / 2, 0.02 * ninety_fifth);
    const auto published = static_cast<double>(expected.reads);
    EXPECT_LE(percentile(reads, 0.01), published);
    EXPECT_GE(percentile(reads, 0.99), published);
  }
}

TEST(RandomLayered, HasOneSourceAndOneTarget) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const model::Graph graph = random_layered({.nodes = 3 + seed, .seed = seed});
    ASSERT_EQ(graph.num_operations(), 3 + seed);
    ASSERT_EQ(graph.num_tensors(), graph.num_operations());
    for (const OpIndex op : graph.operations()) {
      EXPECT_EQ(graph.inputs(op).empty(), op == OpIndex(0)) << "seed " << seed;
      EXPECT_EQ(graph.readers(graph.outputs(op)[0]).empty(), op == OpIndex(1)) << "seed " << seed;
      EXPECT_EQ(graph.operation(op).name, std::to_string(op.value()));
    }
    EXPECT_EQ(graph.base_order().front(), OpIndex(0));
    EXPECT_EQ(graph.base_order().back(), OpIndex(1));
  }
}

// The layer of an operation is the length of the longest path to it from the source: every node
// of a layer reads one of the layer before.
std::vector<std::size_t> layers_of(const model::Graph& graph) {
  std::vector<std::size_t> layers(graph.num_operations(), 0);
  for (const OpIndex op : graph.base_order()) {
    for (const TensorIndex t : graph.inputs(op)) {
      layers[op.value()] =
          std::max(layers[op.value()], layers[graph.tensor(t).producer.value()] + 1);
    }
  }
  return layers;
}

TEST(RandomLayered, LaysOutLayersAndEdgesAsSpecified) {
  constexpr double kNodes = 1000, kWidth = 0.31;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const model::Graph graph = random_layered({.nodes = 1000, .seed = seed, .width = kWidth});
    const std::vector<std::size_t> layers = layers_of(graph);
    const std::size_t last = layers[1];
    std::map<std::size_t, std::size_t> widths;
    for (const std::size_t layer : layers) ++widths[layer];
    const double mean = kNodes / std::ceil(std::sqrt(kNodes * (1 / kWidth - 1)));
    for (std::size_t layer = 1; layer + 1 < last; ++layer) {
      EXPECT_GE(widths[layer], static_cast<std::size_t>(std::ceil(mean * 0.25)));
      EXPECT_LE(widths[layer], static_cast<std::size_t>(mean * 1.75));
    }
    EXPECT_EQ(widths[0], 1u);
    EXPECT_EQ(widths[last], 1u);

    std::map<std::size_t, std::size_t> adjacent;  // reads by the layer they start in
    std::size_t skips = 0;
    for (const OpIndex op : graph.operations()) {
      for (const TensorIndex t : graph.inputs(op)) {
        const std::size_t from = layers[graph.tensor(t).producer.value()], to = layers[op.value()];
        if (to == from + 1) {
          ++adjacent[from];
          continue;
        }
        ++skips;
        EXPECT_GE(from, 1u);
        EXPECT_LE(from, last - 3);
        EXPECT_GE(to, from + 2);
        EXPECT_LE(to, last - 1);
      }
    }
    std::size_t total = 0;
    for (std::size_t layer = 0; layer < last; ++layer) {
      const double a = static_cast<double>(widths[layer]);
      const double b = static_cast<double>(widths[layer + 1]);
      EXPECT_EQ(adjacent[layer],
                static_cast<std::size_t>(std::llround(0.2 * a * b + 0.8 * std::max(a, b))));
      total += adjacent[layer];
    }
    const auto tries =
        static_cast<std::size_t>(std::ceil(static_cast<double>(total) * 0.14 / 0.86));
    EXPECT_LE(skips, tries);
    EXPECT_GE(skips, tries * 9 / 10) << "few tries hit the same pair";
  }
}

// The mixture's mean: each positive normal variable has mean m + s phi(m/s) / Phi(m/s).
TEST(RandomLayered, DrawsSizesAndDurationsAsSpecified) {
  const model::Graph graph = random_layered({.nodes = 50'000, .seed = 1, .width = 0.05});
  double expected = 0;
  for (const auto& [weight, mean, deviation] :
       {std::array{0.3, 0.5, 0.5}, {0.3, 1.0, 1.0}, {0.3, 3.0, 1.0}, {0.1, 5.0, 1.0}}) {
    const double z = mean / deviation;
    const double density = std::exp(-z * z / 2) / std::sqrt(2 * 3.141592653589793);
    const double below = 0.5 * std::erfc(-z / std::sqrt(2.0));
    expected += weight * 1000 * (mean + deviation * density / below);
  }
  double size = 0, duration = 0;
  for (const OpIndex op : graph.operations()) {
    const std::int64_t bytes = graph.tensor(graph.outputs(op)[0]).size;
    EXPECT_EQ(bytes % 10, 0) << "thousandfold of two decimals";
    EXPECT_GE(bytes, 0);
    EXPECT_GE(graph.operation(op).duration, 0);
    EXPECT_LE(graph.operation(op).duration, 1000);
    size += static_cast<double>(bytes);
    duration += static_cast<double>(graph.operation(op).duration);
  }
  EXPECT_NEAR(size / 50'000, expected, 40);  // about five standard errors
  EXPECT_NEAR(duration / 50'000, 500, 7);
  EXPECT_EQ(graph.operation(OpIndex(0)).duration, 0);
  EXPECT_EQ(graph.operation(OpIndex(1)).duration, 0);
}

}  // namespace
}  // namespace moccasin::generate
