// SPDX-License-Identifier: Apache-2.0
// The layers of convolutional networks and their gradients, for unet and residual:
//
//   image --> convolution --> batch norm --> rectify -->        forward: 3 operations a unit
//     |            |           | [mean, deviation] |
//     v            v           v                   v
//     <-- convolution <-- batch norm <-- rectify <--            gradients: 3 more
//         .gradient       .gradient      .gradient
//
// The convolution's gradient reads the unit's input again, the batch norm's the convolution's
// output and the saved statistics, the rectifier's its own output. Parameter gradients and running
// statistics are retained.
#pragma once

#include <cstdint>
#include <string>

#include "generate/trace.h"

namespace moccasin::generate {

inline constexpr std::int64_t kReal = 4;  // bytes of a number

// A batch of square images of many channels.
struct Shape {
  std::int64_t batch = 0, channels = 0, side = 0;  // side: pixels
  [[nodiscard]] std::int64_t pixels() const { return batch * side * side; }
  [[nodiscard]] std::int64_t bytes() const { return pixels() * channels * kReal; }
};

struct Image {
  model::TensorIndex tensor;
  Shape shape;
};

struct Convolution {
  std::string name;
  std::int64_t channels = 0;  // of the output
  std::int64_t kernel = 3;    // side
  std::int64_t stride = 1;
};

// Convolution and batch norm, with or without rectifier: what the gradients must know.
enum class Rectify { no, yes };
struct Unit {
  Convolution convolution;
  Rectify rectify = Rectify::yes;
  Image input = {};
  Image convolved = {};
  model::TensorIndex norm = {};  // outputs: image, mean, deviation, running mean, running deviation
  Image result = {};
};

// The first convolution of a network has no use for its input's gradient.
enum class InputGradient { no, yes };

Image run_convolution(Trace& trace, const Convolution& convolution, Image input);
// The gradient of `input`, or a tensor nobody should read.
model::TensorIndex run_convolution_gradient(Trace& trace, const Convolution& convolution,
                                            Image input, Shape result, model::TensorIndex gradient,
                                            InputGradient wanted);

Image run_rectify(Trace& trace, const std::string& name, Image input);
model::TensorIndex run_rectify_gradient(Trace& trace, const std::string& name, Image result,
                                        model::TensorIndex gradient);

Unit run_unit(Trace& trace, const Convolution& convolution, Rectify rectify, Image input);
model::TensorIndex run_unit_gradient(Trace& trace, const Unit& unit, model::TensorIndex gradient,
                                     InputGradient wanted);

// Sum of two images (or gradients) of one shape.
model::TensorIndex run_add(Trace& trace, const std::string& name, model::TensorIndex a,
                           model::TensorIndex b);

// Halves the side; outputs: image, indices of the maxima.
Image run_pool(Trace& trace, const std::string& name, Image input);
model::TensorIndex run_pool_gradient(Trace& trace, const std::string& name, Image input,
                                     Image pooled, model::TensorIndex gradient);

}  // namespace moccasin::generate
