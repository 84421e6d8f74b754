// SPDX-License-Identifier: Apache-2.0
#include "generate/residual.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "generate/convolution.h"

namespace moccasin::generate {
namespace {

using model::TensorIndex;

constexpr std::size_t kStages = 4;

struct Block {
  std::string name;
  std::array<Unit, 3> units = {};
  std::optional<Unit> shortcut = {};
  Image result = {};
};

Block run_block(Trace& trace, const std::string& name, Image input, std::int64_t channels,
                std::int64_t stride) {
  Block block{.name = name};
  Image shortcut = input;
  if (input.shape.channels != channels) {
    block.shortcut = run_unit(trace, {name + ".shortcut", channels, 1, stride}, Rectify::no, input);
    shortcut = block.shortcut->result;
  }
  const std::int64_t inner = channels / 4;
  block.units[0] = run_unit(trace, {name + ".reduce", inner, 1, 1}, Rectify::yes, input);
  block.units[1] =
      run_unit(trace, {name + ".conv", inner, 3, stride}, Rectify::yes, block.units[0].result);
  block.units[2] =
      run_unit(trace, {name + ".expand", channels, 1, 1}, Rectify::no, block.units[1].result);
  const Image last = block.units[2].result;
  const TensorIndex sum = run_add(trace, name + ".add", last.tensor, shortcut.tensor);
  block.result = run_rectify(trace, name + ".rectify", {sum, last.shape});
  return block;
}

TensorIndex run_block_gradient(Trace& trace, const Block& block, TensorIndex gradient) {
  gradient = run_rectify_gradient(trace, block.name + ".rectify", block.result, gradient);
  TensorIndex inner = gradient;
  for (std::size_t i = block.units.size(); i-- > 0;) {
    inner = run_unit_gradient(trace, block.units[i], inner, InputGradient::yes);
  }
  if (block.shortcut) {
    gradient = run_unit_gradient(trace, *block.shortcut, gradient, InputGradient::yes);
  }
  return run_add(trace, block.name + ".add.gradient", inner, gradient);
}

// Blocks of each stage, with as many in all as fit: 3 : 4 : 6 : 3, the first stages first.
std::array<std::size_t, kStages> blocks_of_stages(std::size_t nodes) {
  constexpr std::array<std::size_t, kStages> kShares{3, 4, 6, 3};
  std::size_t left = nodes - kResidualEnds;
  std::array<std::size_t, kStages> blocks{};
  for (std::size_t stage = 0; stage < kStages; ++stage) {
    const std::size_t cost = kResidualBlock + (stage == 0 ? 0 : kResidualShortcut);
    if (left < cost) break;
    left -= cost;
    blocks[stage] = 1;
  }
  std::size_t more = left / kResidualBlock, shares = 16;
  for (std::size_t stage = 0; stage < kStages && blocks[stage] > 0; ++stage) {
    const bool last = stage + 1 == kStages || blocks[stage + 1] == 0;
    const std::size_t taken = last ? more : more * kShares[stage] / shares;
    blocks[stage] += taken;
    more -= taken;
    shares -= kShares[stage];
  }
  return blocks;
}

// Pool over all pixels, classify, loss and their gradients: what comes between forward and
// backward. Returns the gradient of `image`.
TensorIndex run_head(Trace& trace, Image image) {
  constexpr std::int64_t kClasses = 1000;
  const Shape shape = image.shape;
  const std::int64_t pooled_size = shape.batch * shape.channels * kReal;
  const std::int64_t scores_size = shape.batch * kClasses * kReal;
  const std::int64_t weights = shape.channels * kClasses;
  trace.add_resident(weights * kReal);
  const TensorIndex pooled =
      trace.run({.name = "mean", .reads = {image.tensor}, .writes = {{pooled_size}}});
  const TensorIndex scores = trace.run({.name = "scores",
                                        .reads = {pooled},
                                        .writes = {{scores_size}},
                                        .arithmetic = 2 * shape.batch * weights});
  const TensorIndex loss = trace.run(
      {.name = "loss", .reads = {scores}, .writes = {retained(kReal), {shape.batch * kReal}}});
  const TensorIndex scores_gradient = trace.run(
      {.name = "loss.gradient", .reads = {scores, output(loss, 1)}, .writes = {{scores_size}}});
  const TensorIndex pooled_gradient =
      trace.run({.name = "scores.gradient",
                 .reads = {scores_gradient, pooled},
                 .writes = {{pooled_size}, retained(weights * kReal), retained(kClasses * kReal)},
                 .arithmetic = 4 * shape.batch * weights});
  return trace.run(
      {.name = "mean.gradient", .reads = {pooled_gradient}, .writes = {{shape.bytes()}}});
}

}  // namespace

model::Graph residual(std::size_t nodes, std::uint64_t seed) {
  MOCCASIN_ASSERT(nodes >= kResidualEnds + kResidualBlock);
  base::Random random(base::derived_seed(seed, 1));
  Trace trace(base::derived_seed(seed, 2));
  const std::int64_t side = 32 * random.between(5, 8);
  const std::int64_t batch = 16 * random.between(1, 8);
  std::int64_t channels = 64 * random.between(2, 4);  // of the first stage's results

  const Shape picture{batch, 3, side};
  const Image input{
      trace.run({.name = "input", .writes = {{picture.bytes()}}, .rerun = Rerun::once}), picture};
  const Unit stem = run_unit(trace, {"stem", channels / 4, 7, 2}, Rectify::yes, input);
  const Image pooled = run_pool(trace, "pool", stem.result);

  std::vector<Block> blocks;
  Image image = pooled;
  const std::array<std::size_t, kStages> counts = blocks_of_stages(nodes);
  for (std::size_t stage = 0; stage < kStages; ++stage, channels *= 2) {
    for (std::size_t i = 0; i < counts[stage]; ++i) {
      const std::string name = "stage" + std::to_string(stage + 1) + ".block" + std::to_string(i);
      const std::int64_t stride = stage > 0 && i == 0 ? 2 : 1;
      blocks.push_back(run_block(trace, name, image, channels, stride));
      image = blocks.back().result;
    }
  }
  TensorIndex gradient = run_head(trace, image);
  for (std::size_t i = blocks.size(); i-- > 0;) {
    gradient = run_block_gradient(trace, blocks[i], gradient);
  }
  gradient = run_pool_gradient(trace, "pool", stem.result, pooled, gradient);
  run_unit_gradient(trace, stem, gradient, InputGradient::no);
  return trace.finish();
}

}  // namespace moccasin::generate
