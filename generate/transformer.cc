// SPDX-License-Identifier: Apache-2.0
#include "generate/transformer.h"

#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "generate/trace.h"

namespace moccasin::generate {
namespace {

using model::TensorIndex;

constexpr std::int64_t kElement = 2;    // bytes of an activation or a parameter
constexpr std::int64_t kStatistic = 4;  // bytes of a row's mean, deviation, logsumexp

struct Sizes {
  std::int64_t width, heads, sequence, batch, vocabulary;
  [[nodiscard]] std::int64_t tokens() const { return sequence * batch; }
  [[nodiscard]] std::int64_t activation() const { return tokens() * width * kElement; }
  [[nodiscard]] std::int64_t row_statistic() const { return tokens() * kStatistic; }
};

// At least four tokens to a unit of width, so that activations outweigh parameters.
Sizes draw_sizes(std::uint64_t seed) {
  base::Random random(seed);
  Sizes sizes{};
  sizes.width = 128 * random.between(4, 12);
  sizes.heads = sizes.width / 64;
  sizes.sequence = std::int64_t{512} << random.between(0, 2);
  sizes.batch = 8192 / sizes.sequence * random.between(1, 3);
  sizes.vocabulary = std::int64_t{8192} << random.between(0, 2);
  return sizes;
}

// A matrix of parameters, in by out.
struct Matrix {
  std::string name;
  std::int64_t in = 0, out = 0;
};

// What the gradients of a layer read again.
struct SavedLayer {
  TensorIndex input, norm1, qkv, attention, sum, norm2, up, gelu;
};

class Step {
 public:
  Step(Sizes sizes, std::uint64_t seed) : sizes_(sizes), trace_(seed) {}

  model::Graph run(std::size_t layers);

 private:
  // Forward operations; each returns its first output.
  TensorIndex norm(const std::string& name, TensorIndex input);
  TensorIndex product(const Matrix& matrix, TensorIndex input);
  TensorIndex add(const std::string& name, TensorIndex a, TensorIndex b);
  TensorIndex attention(const std::string& name, TensorIndex qkv);
  TensorIndex layer_forward(const std::string& name, TensorIndex hidden);

  // Gradients; each returns the gradient of its input.
  TensorIndex norm_gradient(const std::string& name, TensorIndex norm, TensorIndex input,
                            TensorIndex gradient);
  enum class Bias { no, yes };
  TensorIndex product_gradient(const Matrix& matrix, TensorIndex input, TensorIndex gradient,
                               Bias bias);
  TensorIndex attention_gradient(const std::string& name, const SavedLayer& saved,
                                 TensorIndex gradient);
  TensorIndex layer_gradient(const std::string& name, const SavedLayer& saved,
                             TensorIndex gradient);

  // The products of a layer.
  [[nodiscard]] Matrix matrix(const std::string& layer, const char* what, std::int64_t in,
                              std::int64_t out) const {
    return {layer + "." + what, in * sizes_.width, out * sizes_.width};
  }
  [[nodiscard]] Matrix qkv(const std::string& layer) const { return matrix(layer, "qkv", 1, 3); }
  [[nodiscard]] Matrix project(const std::string& layer) const {
    return matrix(layer, "project", 1, 1);
  }
  [[nodiscard]] Matrix up(const std::string& layer) const { return matrix(layer, "up", 1, 4); }
  [[nodiscard]] Matrix down(const std::string& layer) const { return matrix(layer, "down", 4, 1); }

  Sizes sizes_;
  Trace trace_;
  std::vector<SavedLayer> saved_;
};

TensorIndex Step::norm(const std::string& name, TensorIndex input) {
  const std::int64_t row = sizes_.row_statistic();
  trace_.add_resident(2 * sizes_.width * kElement);
  return trace_.run(
      {.name = name, .reads = {input}, .writes = {{sizes_.activation()}, {row}, {row}}});
}

TensorIndex Step::product(const Matrix& matrix, TensorIndex input) {
  trace_.add_resident(matrix.in * matrix.out * kElement);
  return trace_.run({.name = matrix.name,
                     .reads = {input},
                     .writes = {{sizes_.tokens() * matrix.out * kElement}},
                     .arithmetic = 2 * sizes_.tokens() * matrix.in * matrix.out});
}

TensorIndex Step::add(const std::string& name, TensorIndex a, TensorIndex b) {
  return trace_.run({.name = name, .reads = {a, b}, .writes = {{sizes_.activation()}}});
}

TensorIndex Step::attention(const std::string& name, TensorIndex qkv) {
  const std::int64_t logsumexp = sizes_.tokens() * sizes_.heads * kStatistic;
  return trace_.run({.name = name,
                     .reads = {qkv},
                     .writes = {{sizes_.activation()}, {logsumexp}},
                     .arithmetic = 2 * sizes_.tokens() * sizes_.sequence * sizes_.width,
                     .workspace = 2 * logsumexp});
}

TensorIndex Step::layer_forward(const std::string& name, TensorIndex hidden) {
  SavedLayer saved;
  saved.input = hidden;
  saved.norm1 = norm(name + ".norm1", hidden);
  saved.qkv = product(qkv(name), saved.norm1);
  saved.attention = attention(name + ".attention", saved.qkv);
  saved.sum = add(name + ".add1", hidden, product(project(name), saved.attention));
  saved.norm2 = norm(name + ".norm2", saved.sum);
  saved.up = product(up(name), saved.norm2);
  saved.gelu = trace_.run(
      {.name = name + ".gelu", .reads = {saved.up}, .writes = {{4 * sizes_.activation()}}});
  hidden = add(name + ".add2", saved.sum, product(down(name), saved.gelu));
  saved_.push_back(saved);
  return hidden;
}

TensorIndex Step::norm_gradient(const std::string& name, TensorIndex norm, TensorIndex input,
                                TensorIndex gradient) {
  const std::int64_t parameter = sizes_.width * kElement;
  return trace_.run({.name = name + ".gradient",
                     .reads = {gradient, input, output(norm, 1), output(norm, 2)},
                     .writes = {{sizes_.activation()}, retained(parameter), retained(parameter)}});
}

TensorIndex Step::product_gradient(const Matrix& matrix, TensorIndex input, TensorIndex gradient,
                                   Bias bias) {
  const std::int64_t arithmetic = 2 * sizes_.tokens() * matrix.in * matrix.out;
  const TensorIndex input_gradient =
      trace_.run({.name = matrix.name + ".gradient",
                  .reads = {gradient},
                  .writes = {{sizes_.tokens() * matrix.in * kElement}},
                  .arithmetic = arithmetic});
  trace_.run({.name = matrix.name + ".weight_gradient",
              .reads = {gradient, input},
              .writes = {retained(matrix.in * matrix.out * kElement)},
              .arithmetic = arithmetic});
  if (bias == Bias::yes) {
    const std::int64_t size = matrix.out * kElement;
    trace_.run({.name = matrix.name + ".bias_gradient",
                .reads = {gradient},
                .writes = {retained(size)},
                .workspace = sizes_.tokens() / 64 * size});
  }
  return input_gradient;
}

TensorIndex Step::attention_gradient(const std::string& name, const SavedLayer& saved,
                                     TensorIndex gradient) {
  return trace_.run({.name = name + ".attention.gradient",
                     .reads = {gradient, saved.qkv, saved.attention, output(saved.attention, 1)},
                     .writes = {{3 * sizes_.activation()}},
                     .arithmetic = 5 * sizes_.tokens() * sizes_.sequence * sizes_.width,
                     .workspace = 2 * sizes_.activation()});
}

TensorIndex Step::layer_gradient(const std::string& name, const SavedLayer& saved,
                                 TensorIndex gradient) {
  TensorIndex inner = product_gradient(down(name), saved.gelu, gradient, Bias::yes);
  inner = trace_.run({.name = name + ".gelu.gradient",
                      .reads = {inner, saved.up},
                      .writes = {{4 * sizes_.activation()}}});
  inner = product_gradient(up(name), saved.norm2, inner, Bias::yes);
  inner = norm_gradient(name + ".norm2", saved.norm2, saved.sum, inner);
  gradient = add(name + ".add1.gradient", gradient, inner);

  inner = product_gradient(project(name), saved.attention, gradient, Bias::yes);
  inner = attention_gradient(name, saved, inner);
  inner = product_gradient(qkv(name), saved.norm1, inner, Bias::yes);
  inner = norm_gradient(name + ".norm1", saved.norm1, saved.input, inner);
  return add(name + ".input.gradient", gradient, inner);
}

model::Graph Step::run(std::size_t layers) {
  const auto layer_name = [](std::size_t layer) { return "layer" + std::to_string(layer); };
  const std::int64_t embedding_size = sizes_.vocabulary * sizes_.width * kElement;
  trace_.add_resident(embedding_size + sizes_.tokens() * 8);
  TensorIndex hidden = trace_.run({.name = "embedding", .writes = {{sizes_.activation()}}});
  for (std::size_t i = 0; i < layers; ++i) hidden = layer_forward(layer_name(i), hidden);

  const Matrix head{"logits", sizes_.width, sizes_.vocabulary};
  const TensorIndex last_norm = norm("norm", hidden);
  const TensorIndex logits = product(head, last_norm);
  const TensorIndex loss = trace_.run({.name = "loss",
                                       .reads = {logits},
                                       .writes = {retained(kStatistic), {sizes_.row_statistic()}}});
  TensorIndex gradient = trace_.run({.name = "loss.gradient",
                                     .reads = {logits, output(loss, 1)},
                                     .writes = {{trace_.size(logits)}}});
  gradient = product_gradient(head, last_norm, gradient, Bias::no);
  gradient = norm_gradient("norm", last_norm, hidden, gradient);

  for (std::size_t i = layers; i-- > 0;) {
    gradient = layer_gradient(layer_name(i), saved_[i], gradient);
  }
  trace_.run({.name = "embedding.gradient",
              .reads = {gradient},
              .writes = {retained(embedding_size)},
              .workspace = sizes_.tokens() * 16});
  return trace_.finish();
}

}  // namespace

model::Graph transformer(std::size_t nodes, std::uint64_t seed) {
  MOCCASIN_ASSERT(nodes >= kTransformerEnds + kTransformerLayer);
  Step step(draw_sizes(base::derived_seed(seed, 1)), base::derived_seed(seed, 2));
  return step.run((nodes - kTransformerEnds) / kTransformerLayer);
}

}  // namespace moccasin::generate
