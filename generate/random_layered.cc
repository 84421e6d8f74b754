// SPDX-License-Identifier: Apache-2.0
#include "generate/random_layered.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <queue>
#include <string>
#include <utility>
#include <vector>

#include "base/portable_math.h"
#include "base/random.h"
#include "generate/built.h"
#include "model/graph_builder.h"

namespace moccasin::generate {
namespace {

using Node = std::uint32_t;
using Edge = std::pair<Node, Node>;

constexpr double kWidthDeviation = 0.75;  // sigma_N: layer widths within +-75 % of their mean
constexpr double kSkipDensity = 0.14;     // rho_S: share of skip edges among all

// Nodes first .. first + width - 1.
struct Layer {
  Node first = 0;
  Node width = 0;
};

// Layers are filled until `nodes` are used, the last regular one takes what is left.
std::vector<Layer> draw_layers(std::size_t nodes, double width, base::Random& random) {
  const double n = static_cast<double>(nodes);
  const double mean = n / std::ceil(std::sqrt(n * (1 / width - 1)));
  const auto low = static_cast<std::int64_t>(std::ceil(mean * (1 - kWidthDeviation)));
  const auto high =
      std::max(low, static_cast<std::int64_t>(std::floor(mean * (1 + kWidthDeviation))));
  std::vector<Layer> layers{{0, 1}};
  auto left = static_cast<std::int64_t>(nodes) - 2;
  for (Node next = 2; left > 0;) {
    const std::int64_t taken = std::min(random.between(low, high), left);
    layers.push_back({next, static_cast<Node>(taken)});
    next += static_cast<Node>(taken);
    left -= taken;
  }
  layers.push_back({1, 1});
  return layers;
}

// The first of `degree` neighbours in a row among `small` that are centred at the relative
// height of node `i` of `big`.
std::size_t first_neighbour(std::size_t i, std::size_t big, std::size_t small, std::size_t degree) {
  const double centre = big == 1 ? 0
                                 : static_cast<double>(i) * static_cast<double>(small - 1) /
                                       static_cast<double>(big - 1);
  const auto nearest = static_cast<std::size_t>(std::floor(centre + 0.5));
  const std::size_t below = (degree - 1) / 2;
  return std::min(nearest < below ? 0 : nearest - below, small - degree);
}

// Deals round(0.2 a b + 0.8 max(a, b)) edges evenly to the nodes of the larger layer; the nodes
// that get one more than the others are random.
void join_adjacent(Layer from, Layer to, base::Random& random, std::vector<Edge>& edges) {
  const bool from_is_larger = from.width >= to.width;
  const std::size_t big = std::max(from.width, to.width), small = std::min(from.width, to.width);
  const std::size_t count = (big * small + 4 * big + 2) / 5;
  std::vector<std::size_t> degrees(big, count / big);
  for (std::size_t i = 0; i < count % big; ++i) ++degrees[i];
  random.shuffle(degrees);
  for (std::size_t i = 0; i < big; ++i) {
    const std::size_t first = first_neighbour(i, big, small, degrees[i]);
    for (std::size_t j = first; j < first + degrees[i]; ++j) {
      const std::size_t a = from_is_larger ? i : j, b = from_is_larger ? j : i;
      edges.push_back({from.first + static_cast<Node>(a), to.first + static_cast<Node>(b)});
    }
  }
}

// Tries one skip edge for each 0.86 / 0.14 adjacent ones; the builder drops duplicates.
void add_skips(const std::vector<Layer>& layers, base::Random& random, std::vector<Edge>& edges) {
  if (layers.size() < 5) return;
  const auto last = static_cast<std::int64_t>(layers.size()) - 1;
  const auto at = [](Layer layer, double height) {
    return layer.first + std::min(static_cast<Node>(height * layer.width), layer.width - 1);
  };
  const auto tries = static_cast<std::size_t>(
      std::ceil(static_cast<double>(edges.size()) * kSkipDensity / (1 - kSkipDensity)));
  for (std::size_t i = 0; i < tries; ++i) {
    const std::int64_t from = random.between(1, last - 3);
    const std::int64_t to = random.between(from + 2, last - 1);
    const double height = random.unit();
    const double target_height = std::min(0.999, height + 0.2 * random.unit());
    edges.push_back({at(layers[static_cast<std::size_t>(from)], height),
                     at(layers[static_cast<std::size_t>(to)], target_height)});
  }
}

// Standard normal, by Box and Muller.
double draw_normal(base::Random& random) {
  const double radius = std::sqrt(-2 * base::log(1 - random.unit()));
  return radius * base::cos_of_turns(random.unit());
}

// Thousandfold of a mixture of four positive normal variables, rounded to two decimals.
std::int64_t draw_size(base::Random& random) {
  struct Normal {
    double weight, mean, deviation;
  };
  constexpr Normal kMixture[] = {{0.3, 0.5, 0.5}, {0.3, 1, 1}, {0.3, 3, 1}, {0.1, 5, 1}};
  double rest = random.unit();
  const Normal* normal = kMixture;
  while (rest >= normal->weight && normal != std::end(kMixture) - 1) {
    rest -= normal->weight;
    ++normal;
  }
  double size = 0;
  while (size <= 0) size = normal->mean + normal->deviation * draw_normal(random);
  return std::llround(size * 100) * 10;
}

// Always runs the ready node of least priority. Blind to memory.
std::vector<model::OpIndex> list_schedule(std::size_t nodes, const std::vector<Edge>& edges,
                                          base::Random& random) {
  std::vector<std::uint32_t> waiting(nodes, 0), begin(nodes + 1, 0), priority(nodes);
  for (const auto& [from, to] : edges) {
    ++waiting[to];
    ++begin[from + 1];
  }
  for (Node node = 0; node < nodes; ++node) {
    begin[node + 1] += begin[node];
    priority[node] = node;
  }
  random.shuffle(priority);
  std::vector<Node> successors(edges.size());
  std::vector<std::uint32_t> next(begin.begin(), begin.end() - 1);
  for (const auto& [from, to] : edges) successors[next[from]++] = to;

  using Entry = std::pair<std::uint32_t, Node>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> ready;
  ready.emplace(priority[0], 0);
  std::vector<model::OpIndex> order;
  order.reserve(nodes);
  while (!ready.empty()) {
    const Node node = ready.top().second;
    ready.pop();
    order.emplace_back(node);
    for (std::uint32_t i = begin[node]; i < begin[node + 1]; ++i) {
      const Node successor = successors[i];
      if (--waiting[successor] == 0) ready.emplace(priority[successor], successor);
    }
  }
  return order;
}

}  // namespace

model::Graph random_layered(const LayeredOptions& options) {
  const std::size_t nodes = options.nodes;
  MOCCASIN_ASSERT(nodes >= 3);
  base::Random random(options.seed);
  const double drawn_width = 0.25 + 0.25 * random.unit();
  const std::vector<Layer> layers = draw_layers(nodes, options.width.value_or(drawn_width), random);
  std::vector<Edge> edges;
  for (std::size_t i = 0; i + 1 < layers.size(); ++i) {
    join_adjacent(layers[i], layers[i + 1], random, edges);
  }
  add_skips(layers, random, edges);

  model::GraphBuilder builder;
  for (std::size_t node = 0; node < nodes; ++node) {
    const std::int64_t duration = node < 2 ? 0 : random.between(0, 1000);
    const auto op = builder.add_operation({.name = std::to_string(node), .duration = duration});
    builder.add_output(op, draw_size(random));
  }
  for (const auto& [from, to] : edges) {
    builder.add_read(model::OpIndex(to), model::TensorIndex(from));
  }
  builder.set_base_order(list_schedule(nodes, edges, random));
  return built(builder);
}

}  // namespace moccasin::generate
