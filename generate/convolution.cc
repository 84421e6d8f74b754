// SPDX-License-Identifier: Apache-2.0
#include "generate/convolution.h"

#include <utility>
#include <vector>

namespace moccasin::generate {
namespace {

using model::TensorIndex;

Shape convolved_shape(const Convolution& convolution, Shape input) {
  return {input.batch, convolution.channels, input.side / convolution.stride};
}

std::int64_t weights(const Convolution& convolution, Shape input) {
  return input.channels * convolution.channels * convolution.kernel * convolution.kernel;
}

// Convolutions over single pixels are plain products; others rearrange their input.
std::int64_t workspace(const Convolution& convolution, Shape input) {
  return convolution.kernel == 1 ? 0 : 2 * input.bytes();
}

// Batch norm; its outputs are those of Unit::norm.
TensorIndex run_norm(Trace& trace, const std::string& name, Image input) {
  const std::int64_t statistic = input.shape.channels * kReal;
  trace.add_resident(2 * statistic);
  return trace.run({.name = name,
                    .reads = {input.tensor},
                    .writes = {{input.shape.bytes()},
                               {statistic},
                               {statistic},
                               retained(statistic),
                               retained(statistic)}});
}

TensorIndex run_norm_gradient(Trace& trace, const std::string& name, Image input, TensorIndex norm,
                              TensorIndex gradient) {
  const std::int64_t parameter = input.shape.channels * kReal;
  return trace.run({.name = name,
                    .reads = {gradient, input.tensor, output(norm, 1), output(norm, 2)},
                    .writes = {{input.shape.bytes()}, retained(parameter), retained(parameter)}});
}

}  // namespace

Image run_convolution(Trace& trace, const Convolution& convolution, Image input) {
  const Shape shape = convolved_shape(convolution, input.shape);
  const std::int64_t parameters = weights(convolution, input.shape);
  trace.add_resident(parameters * kReal);
  const TensorIndex result = trace.run({.name = convolution.name,
                                        .reads = {input.tensor},
                                        .writes = {{shape.bytes()}},
                                        .arithmetic = 2 * shape.pixels() * parameters,
                                        .workspace = workspace(convolution, input.shape)});
  return {result, shape};
}

TensorIndex run_convolution_gradient(Trace& trace, const Convolution& convolution, Image input,
                                     Shape result, TensorIndex gradient, InputGradient wanted) {
  const std::int64_t parameters = weights(convolution, input.shape);
  const std::int64_t products = wanted == InputGradient::yes ? 2 : 1;
  std::vector<Written> writes;
  if (wanted == InputGradient::yes) writes.push_back({input.shape.bytes()});
  writes.push_back(retained(parameters * kReal));
  return trace.run({.name = convolution.name + ".gradient",
                    .reads = {gradient, input.tensor},
                    .writes = std::move(writes),
                    .arithmetic = products * 2 * result.pixels() * parameters,
                    .workspace = workspace(convolution, input.shape)});
}

Image run_rectify(Trace& trace, const std::string& name, Image input) {
  const TensorIndex result =
      trace.run({.name = name, .reads = {input.tensor}, .writes = {{input.shape.bytes()}}});
  return {result, input.shape};
}

TensorIndex run_rectify_gradient(Trace& trace, const std::string& name, Image result,
                                 TensorIndex gradient) {
  return trace.run({.name = name + ".gradient",
                    .reads = {gradient, result.tensor},
                    .writes = {{result.shape.bytes()}}});
}

Unit run_unit(Trace& trace, const Convolution& convolution, Rectify rectify, Image input) {
  Unit unit{.convolution = convolution, .rectify = rectify, .input = input};
  unit.convolved = run_convolution(trace, convolution, input);
  unit.norm = run_norm(trace, convolution.name + ".norm", unit.convolved);
  unit.result = {unit.norm, unit.convolved.shape};
  if (rectify == Rectify::yes) {
    unit.result = run_rectify(trace, convolution.name + ".rectify", unit.result);
  }
  return unit;
}

TensorIndex run_unit_gradient(Trace& trace, const Unit& unit, TensorIndex gradient,
                              InputGradient wanted) {
  const std::string& name = unit.convolution.name;
  if (unit.rectify == Rectify::yes) {
    gradient = run_rectify_gradient(trace, name + ".rectify", unit.result, gradient);
  }
  gradient = run_norm_gradient(trace, name + ".norm.gradient", unit.convolved, unit.norm, gradient);
  return run_convolution_gradient(trace, unit.convolution, unit.input, unit.convolved.shape,
                                  gradient, wanted);
}

TensorIndex run_add(Trace& trace, const std::string& name, TensorIndex a, TensorIndex b) {
  return trace.run({.name = name, .reads = {a, b}, .writes = {{trace.size(a)}}});
}

Image run_pool(Trace& trace, const std::string& name, Image input) {
  constexpr std::int64_t kIndex = 8;  // bytes
  const Shape shape{input.shape.batch, input.shape.channels, input.shape.side / 2};
  const TensorIndex result =
      trace.run({.name = name,
                 .reads = {input.tensor},
                 .writes = {{shape.bytes()}, {shape.bytes() / kReal * kIndex}}});
  return {result, shape};
}

TensorIndex run_pool_gradient(Trace& trace, const std::string& name, Image input, Image pooled,
                              TensorIndex gradient) {
  return trace.run({.name = name + ".gradient",
                    .reads = {gradient, input.tensor, output(pooled.tensor, 1)},
                    .writes = {{input.shape.bytes()}}});
}

}  // namespace moccasin::generate
