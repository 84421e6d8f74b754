// SPDX-License-Identifier: Apache-2.0
#include "generate/chain.h"

#include <string>
#include <vector>

#include "base/random.h"
#include "generate/trace.h"

namespace moccasin::generate {
namespace {

constexpr std::int64_t kMiB = 1 << 20;

std::string layer_name(std::size_t layer) { return "layer" + std::to_string(layer); }

}  // namespace

model::Graph chain(std::size_t nodes, std::uint64_t seed) {
  MOCCASIN_ASSERT(nodes >= 4);
  const std::size_t layers = (nodes - 2) / 2;
  base::Random random(base::derived_seed(seed, 1));
  Trace trace(base::derived_seed(seed, 2));

  std::vector<std::int64_t> arithmetic;         // by layer
  std::vector<model::TensorIndex> activations;  // activations[i]: input of layer i
  const auto draw_size = [&] { return random.between(16, 48) * kMiB; };
  activations.push_back(
      trace.run({.name = "input", .writes = {{draw_size()}}, .rerun = Rerun::once}));
  for (std::size_t layer = 0; layer < layers; ++layer) {
    arithmetic.push_back(random.between(20, 80) * 1'000'000'000);
    activations.push_back(trace.run({.name = layer_name(layer),
                                     .reads = {activations.back()},
                                     .writes = {{draw_size()}},
                                     .arithmetic = arithmetic.back()}));
  }
  const std::int64_t last_size = trace.size(activations.back());
  model::TensorIndex gradient =
      trace.run({.name = "loss", .reads = {activations.back()}, .writes = {{last_size}}});
  for (std::size_t layer = layers; layer-- > 0;) {
    const model::TensorIndex input = activations[layer];
    gradient = trace.run({.name = layer_name(layer) + ".gradient",
                          .reads = {gradient, input},
                          .writes = {{trace.size(input)}},
                          .arithmetic = 2 * arithmetic[layer]});
  }
  return trace.finish();
}

}  // namespace moccasin::generate
