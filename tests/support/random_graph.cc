// SPDX-License-Identifier: Apache-2.0
#include "tests/support/random_graph.h"

#include <string>
#include <vector>

#include "tests/support/build_graph.h"

namespace moccasin::test {
namespace {

using model::OpIndex;
using model::TensorIndex;

std::int64_t small_amount(base::Random& random, std::int64_t most) {
  return random.chance(0.15) ? 0 : random.between(1, most);
}

std::int32_t copy_limit(base::Random& random) {
  return random.chance(0.7) ? 0 : static_cast<std::int32_t>(random.between(1, 3));
}

int count_of_outputs(base::Random& random) {
  const double kind = random.unit();
  return kind < 0.1 ? 0 : kind < 0.65 ? 1 : kind < 0.9 ? 2 : 3;
}

}  // namespace

model::Graph random_graph(std::size_t operations, base::Random& random) {
  model::GraphBuilder builder;
  for (std::size_t i = 0; i < operations; ++i) {
    builder.add_operation({.name = "op" + std::to_string(i),
                           .duration = small_amount(random, 9),
                           .workspace = random.chance(0.3) ? small_amount(random, 12) : 0,
                           .max_copies = copy_limit(random)});
  }

  // Operations read from those before them in this order, which the builder is not told.
  std::vector<OpIndex> order = ops([&] {
    std::vector<std::size_t> numbers(operations);
    for (std::size_t i = 0; i < operations; ++i) numbers[i] = i;
    random.shuffle(numbers);
    return numbers;
  }());
  const double retained = random.chance(0.5) ? 0.2 : 0;
  const std::int64_t most_reads = random.between(1, 4);
  std::vector<TensorIndex> tensors;
  for (const OpIndex op : order) {
    const std::int64_t reads = tensors.empty() ? 0 : random.between(0, most_reads);
    for (std::int64_t i = 0; i < reads; ++i) {
      const TensorIndex tensor = tensors[random.below(tensors.size())];
      builder.add_read(op, tensor);
      if (random.chance(0.1)) builder.add_read(op, tensor);
    }
    for (int i = count_of_outputs(random); i > 0; --i) {
      const model::Retain retain = random.chance(retained) ? model::Retain::yes : model::Retain::no;
      tensors.push_back(builder.add_output(op, small_amount(random, 20), retain));
    }
  }
  if (random.chance(0.5)) builder.set_base_order(order);
  if (random.chance(0.5)) builder.set_resident(random.between(0, 30));
  return built(builder);
}

}  // namespace moccasin::test
