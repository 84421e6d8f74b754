// SPDX-License-Identifier: Apache-2.0
#include "generate/unet.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/random.h"
#include "generate/convolution.h"

namespace moccasin::generate {
namespace {

using model::TensorIndex;

// Units in a row on one level.
using Units = std::vector<Unit>;

Units run_units(Trace& trace, const std::string& name, std::size_t count, std::int64_t channels,
                Image input) {
  Units units;
  for (std::size_t i = 0; i < count; ++i) {
    const Convolution convolution{name + ".conv" + std::to_string(i), channels, 3, 1};
    units.push_back(run_unit(trace, convolution, Rectify::yes, input));
    input = units.back().result;
  }
  return units;
}

TensorIndex run_units_gradient(Trace& trace, const Units& units, TensorIndex gradient,
                               InputGradient wanted) {
  for (std::size_t i = units.size(); i-- > 0;) {
    const bool first = i == 0;
    gradient = run_unit_gradient(trace, units[i], gradient, first ? wanted : InputGradient::yes);
  }
  return gradient;
}

// A level left of the bottom: units, then a pool.
struct Down {
  Units units;
  Image pooled = {};
};

// A level right of the bottom: the image below doubled in side, joined with the skip, units.
struct Up {
  std::string name;
  Image below, skip;
  Image joined = {};
  Units units = {};
};

Up run_up(Trace& trace, const std::string& name, Image below, Image skip, std::size_t units) {
  Up up{.name = name, .below = below, .skip = skip};
  // A transposed convolution of 2 x 2: every pixel of its result comes from one below.
  const std::int64_t weights = 4 * below.shape.channels * skip.shape.channels;
  trace.add_resident(weights * kReal);
  const TensorIndex enlarged = trace.run({.name = name + ".up",
                                          .reads = {below.tensor},
                                          .writes = {{skip.shape.bytes()}},
                                          .arithmetic = 2 * below.shape.pixels() * weights});
  up.joined.shape = {skip.shape.batch, 2 * skip.shape.channels, skip.shape.side};
  up.joined.tensor = trace.run({.name = name + ".join",
                                .reads = {skip.tensor, enlarged},
                                .writes = {{up.joined.shape.bytes()}}});
  up.units = run_units(trace, name, units, skip.shape.channels, up.joined);
  return up;
}

struct UpGradient {
  TensorIndex skip, below;
};

UpGradient run_up_gradient(Trace& trace, const Up& up, TensorIndex gradient) {
  gradient = run_units_gradient(trace, up.units, gradient, InputGradient::yes);
  const TensorIndex parts =
      trace.run({.name = up.name + ".join.gradient",
                 .reads = {gradient},
                 .writes = {{up.skip.shape.bytes()}, {up.skip.shape.bytes()}}});
  const std::int64_t weights = 4 * up.below.shape.channels * up.skip.shape.channels;
  const TensorIndex below =
      trace.run({.name = up.name + ".up.gradient",
                 .reads = {output(parts, 1), up.below.tensor},
                 .writes = {{up.below.shape.bytes()}, retained(weights * kReal)},
                 .arithmetic = 4 * up.below.shape.pixels() * weights});
  return {parts, below};
}

// Classifies every pixel; the loss and the gradients up to that of `image`.
TensorIndex run_head(Trace& trace, Image image) {
  constexpr std::int64_t kClasses = 16;
  const Convolution classify{"classify", kClasses, 1, 1};
  const Image scores = run_convolution(trace, classify, image);
  const TensorIndex loss =
      trace.run({.name = "loss", .reads = {scores.tensor}, .writes = {retained(kReal), {kReal}}});
  const TensorIndex gradient = trace.run({.name = "loss.gradient",
                                          .reads = {scores.tensor, output(loss, 1)},
                                          .writes = {{scores.shape.bytes()}}});
  return run_convolution_gradient(trace, classify, image, scores.shape, gradient,
                                  InputGradient::yes);
}

// How many units each place has: levels down, the bottom, levels up, as even as can be.
std::vector<std::size_t> units_of_places(std::size_t nodes, std::size_t levels) {
  const std::size_t places = 2 * levels + 1;
  const std::size_t units = (nodes - kUnetEnds - levels * kUnetLevel) / kUnetUnit;
  std::vector<std::size_t> counts(places, units / places);
  for (std::size_t i = 0; i < units % places; ++i) ++counts[i];
  return counts;
}

std::size_t levels_for(std::size_t nodes) {
  std::size_t levels = kUnetMostLevels;
  const auto needed = [&] {
    return kUnetEnds + levels * kUnetLevel + 2 * (2 * levels + 1) * kUnetUnit;
  };
  while (levels > 1 && nodes < needed()) --levels;
  return levels;
}

// The forward half of a step, whose pieces the backward half reads.
struct Forward {
  std::vector<Down> downs;  // by level
  Units bottom;
  std::vector<Up> ups;  // from the bottom
  Image result;
};

Forward run_forward(Trace& trace, const Shape& picture, std::int64_t channels,
                    const std::vector<std::size_t>& units) {
  const std::size_t levels = units.size() / 2;
  Forward made;
  Image image{trace.run({.name = "input", .writes = {{picture.bytes()}}, .rerun = Rerun::once}),
              picture};
  for (std::size_t level = 0; level < levels; ++level) {
    const std::string name = "down" + std::to_string(level);
    Down down{.units = run_units(trace, name, units[level], channels << level, image)};
    down.pooled = run_pool(trace, name + ".pool", down.units.back().result);
    image = down.pooled;
    made.downs.push_back(down);
  }
  made.bottom = run_units(trace, "bottom", units[levels], channels << levels, image);
  image = made.bottom.back().result;
  for (std::size_t level = levels; level-- > 0;) {
    const Image skip = made.downs[level].units.back().result;
    made.ups.push_back(
        run_up(trace, "up" + std::to_string(level), image, skip, units[2 * levels - level]));
    image = made.ups.back().units.back().result;
  }
  made.result = image;
  return made;
}

void run_backward(Trace& trace, const Forward& made) {
  const std::size_t levels = made.downs.size();
  TensorIndex gradient = run_head(trace, made.result);
  std::vector<TensorIndex> skip_gradients;  // by level
  for (std::size_t level = 0; level < levels; ++level) {
    const UpGradient both = run_up_gradient(trace, made.ups[levels - 1 - level], gradient);
    skip_gradients.push_back(both.skip);
    gradient = both.below;
  }
  gradient = run_units_gradient(trace, made.bottom, gradient, InputGradient::yes);
  for (std::size_t level = levels; level-- > 0;) {
    const std::string name = "down" + std::to_string(level);
    const Down& down = made.downs[level];
    gradient =
        run_pool_gradient(trace, name + ".pool", down.units.back().result, down.pooled, gradient);
    gradient = run_add(trace, name + ".skip.gradient", gradient, skip_gradients[level]);
    gradient = run_units_gradient(trace, down.units, gradient,
                                  level == 0 ? InputGradient::no : InputGradient::yes);
  }
}

}  // namespace

model::Graph unet(std::size_t nodes, std::uint64_t seed) {
  MOCCASIN_ASSERT(nodes >= kUnetEnds + kUnetLevel + 3 * kUnetUnit);
  base::Random random(base::derived_seed(seed, 1));
  Trace trace(base::derived_seed(seed, 2));
  const std::int64_t side = 64 * random.between(3, 6);
  const std::int64_t batch = 4 * random.between(1, 6);
  const std::int64_t channels = 16 * random.between(1, 3);  // of level 0
  const std::vector<std::size_t> units = units_of_places(nodes, levels_for(nodes));
  run_backward(trace, run_forward(trace, {batch, 3, side}, channels, units));
  return trace.finish();
}

}  // namespace moccasin::generate
