// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "model/verify.h"
#include "search/limits/compiled.h"
#include "search/local/sequence.h"
#include "tests/search/support/random_case.h"
#include "tests/support/build_graph.h"
#include "tests/support/naive_profile.h"
#include "tests/support/random_schedule.h"

namespace moccasin::search {
namespace {

using model::OpIndex;
using model::Order;
using model::Retain;
using model::TensorIndex;

// The header's example: a batch norm (operation 1) between what it reads and its two readers; added
// last, first in the base order but one.
class BatchNorm : public testing::Test {
 protected:
  [[nodiscard]] CompiledGraph compiled(std::int64_t budget) const {
    return CompiledGraph({.graph = &graph_, .budget = budget, .order = Order::kept});
  }

  static model::Graph make() {
    model::GraphBuilder builder;
    const OpIndex forward = builder.add_operation({.name = "forward", .duration = 10});
    const OpIndex backward =
        builder.add_operation({.name = "backward", .duration = 20, .workspace = 8});
    const OpIndex convolution = builder.add_operation({.name = "convolution", .duration = 30});
    const OpIndex norm = builder.add_operation({.name = "norm", .duration = 2, .max_copies = 3});
    const TensorIndex x = builder.add_output(convolution, 40);
    const TensorIndex y = builder.add_output(norm, 40);
    builder.add_output(norm, 12);  // scratch, read by nobody
    const TensorIndex mean = builder.add_output(norm, 4);
    const TensorIndex empty = builder.add_output(norm, 0);
    const TensorIndex rstd = builder.add_output(norm, 4);
    builder.add_output(backward, 16, Retain::yes);
    builder.add_read(norm, x);
    for (const TensorIndex tensor : {y, mean, empty, rstd}) {
      builder.add_read(forward, tensor);
      builder.add_read(backward, tensor);
    }
    builder.set_resident(100);
    builder.set_base_order({convolution, norm, forward, backward});
    return test::built(builder);
  }

  const model::Graph graph_ = make();
};

TEST_F(BatchNorm, HasOneTensorOfThreeOutputs) {
  const CompiledGraph graph = compiled(200);
  const Op norm(1);
  ASSERT_EQ(graph.num_ops(), 4u);
  ASSERT_EQ(graph.num_tensors(), 3u);
  ASSERT_EQ(graph.num_tensors(norm), 1u);
  const Tensor merged = graph.first_tensor(norm);
  EXPECT_EQ(graph.tensor(merged).producer, norm);
  EXPECT_EQ(graph.tensor(merged).size, (40 + 4 + 4) / 4) << "in units of four bytes";
  EXPECT_EQ(graph.transient(norm), 12 / 4);
  EXPECT_EQ(graph.footprint(norm), 60 / 4);
  EXPECT_TRUE(std::ranges::equal(graph.readers(merged), std::vector{Op(2), Op(3)}));
  EXPECT_TRUE(std::ranges::equal(graph.inputs(Op(3)), std::vector{merged}));
}

TEST_F(BatchNorm, NumbersOperationsByBasePosition) {
  const CompiledGraph graph = compiled(200);
  EXPECT_EQ(graph.original(Op(0)), OpIndex(2));
  EXPECT_EQ(graph.original(Op(1)), OpIndex(3));
  EXPECT_EQ(graph.duration(Op(0)), 30);
  EXPECT_EQ(graph.transient(Op(3)), 8 / 4);
  EXPECT_EQ(graph.mean_duration(), 62 / 4);
  EXPECT_EQ(graph.mean_size(), (10 + 12 + 4) / 3);
}

TEST_F(BatchNorm, TakesResidentBytesOffTheBudget) {
  EXPECT_EQ(compiled(100).budget(), 0);
  EXPECT_EQ(compiled(203).budget(), 25) << "whole units only";
  EXPECT_EQ(compiled(204).budget(), 26);
  EXPECT_EQ(compiled(99).budget(), -1) << "nothing fits, not even nothing";
  EXPECT_EQ(compiled(0).budget(), -1);
}

TEST_F(BatchNorm, KeepsBothCopyLimits) {
  const CompiledGraph graph = compiled(200);
  EXPECT_EQ(graph.copies_allowed(Op(0)), CompiledGraph::kAnyNumber);
  EXPECT_EQ(graph.copies_allowed(Op(1)), 3);
  EXPECT_TRUE(graph.recomputable(Op(1)));
  EXPECT_FALSE(graph.recomputable(Op(2))) << "it makes nothing";
  const CompiledGraph once(
      {.graph = &graph_, .budget = 200, .order = Order::kept, .max_copies = 1});
  EXPECT_EQ(once.copies_allowed(Op(0)), 1);
  EXPECT_FALSE(once.recomputable(Op(1)));
}

TEST(CompiledGraph, KeepsOutputsOfDifferentFatesApart) {
  model::GraphBuilder builder;
  const OpIndex a = builder.add_operation({.name = "a"});
  const OpIndex b = builder.add_operation({.name = "b"});
  builder.add_read(b, builder.add_output(a, 6));
  builder.add_read(b, builder.add_output(a, 9, Retain::yes));
  builder.add_output(a, 15, Retain::yes);  // kept and read by nobody
  const model::Graph graph = test::built(builder);
  const CompiledGraph compiled({.graph = &graph, .budget = 30, .order = Order::kept});
  ASSERT_EQ(compiled.num_tensors(), 3u);
  std::vector<std::int64_t> sizes;
  for (const Tensor tensor : compiled.tensors()) {
    sizes.push_back(compiled.tensor(tensor).size);
    EXPECT_EQ(compiled.output_number(tensor), tensor.value());
  }
  std::ranges::sort(sizes);
  EXPECT_EQ(sizes, (std::vector<std::int64_t>{2, 3, 5}));
  EXPECT_EQ(compiled.inputs(Op(1)).size(), 2u);
  EXPECT_EQ(compiled.transient(Op(0)), 0);
}

TEST(CompiledGraph, OfAGraphWithoutBytesHasNoTensors) {
  const model::Graph graph = test::built(test::simple_graph({{1, 0}, {1, 0}}, {{0, 1}}));
  const CompiledGraph compiled({.graph = &graph, .budget = 0, .order = Order::kept});
  EXPECT_EQ(compiled.num_tensors(), 0u);
  EXPECT_EQ(compiled.mean_size(), 1);
  EXPECT_EQ(compiled.budget(), 0);
}

// Sizes that no sum of units could hold are rounded up, and that is told.
TEST(CompiledGraph, SaysWhetherItIsExact) {
  for (const auto& [size, exact] :
       {std::pair(std::int64_t{1} << 40, true), {std::int64_t{1} << 50, false}}) {
    for (const std::int64_t more : {0, 1}) {  // with a common divisor, or without
      const model::Graph graph =
          test::built(test::simple_graph({{1, size}, {1, size + more}}, {{0, 1}}));
      const CompiledGraph compiled({.graph = &graph, .budget = 3 * size, .order = Order::kept});
      EXPECT_EQ(compiled.exact(), exact || more == 0) << size << " " << more;
    }
  }
}

// A sequence fits the budget compiled iff it fits as it is, whatever the budget, and with every
// step's live bytes the same.
TEST(CompiledGraphRandom, IsExact) {
  int fits = 0, fits_not = 0;
  for (std::uint64_t seed = 0; seed < 1500; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Order order = seed % 2 == 0 ? Order::kept : Order::free;
    test::RandomCase c(seed, 12, order);
    const model::Schedule schedule = test::random_schedule(c.problem, 0.2, c.random);
    const model::Profile profile = test::naive_profile(c.graph, schedule);
    const std::int64_t peak = profile.peak, resident = c.graph.resident();
    std::vector<std::int64_t> budgets{peak, peak - 1, peak + 1, resident, resident - 1, 0};
    for (int i = 0; i < 10; ++i) budgets.push_back(c.random.between(0, 2 * peak));
    for (const std::int64_t budget : budgets) {
      model::Problem problem = c.problem;
      problem.budget = budget;
      const CompiledGraph compiled(problem);
      ASSERT_TRUE(compiled.exact());
      Sequence sequence(compiled);
      sequence.assign(test::compiled_steps(c.graph, schedule));
      ASSERT_EQ(sequence.feasible(), peak <= budget) << "budget " << budget << ", peak " << peak;
      ++(sequence.feasible() ? fits : fits_not);
      ASSERT_EQ(sequence.duration(), profile.duration);
      const std::int64_t unit = test::bytes_a_unit(c.graph, compiled);
      Key key = 0;
      for (const std::int64_t live : profile.live) {
        ASSERT_EQ(resident + unit * sequence.timeline().live(key), live);
        key = sequence.timeline().next(key);
      }
    }
  }
  EXPECT_GT(fits, 5000);
  EXPECT_GT(fits_not, 5000);
}

// With empty tensors kept, whatever a graph's operations read from each other they still do.
TEST(CompiledGraphRandom, KeepsEveryReadIfAsked) {
  int empty = 0;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const test::RandomCase c(seed, 12, Order::free, CompiledGraph::Empty::kept);
    for (const Op op : c.compiled.ops()) {
      std::set<Op> read, expected;
      for (const Tensor input : c.compiled.inputs(op)) {
        read.insert(c.compiled.tensor(input).producer);
        empty += c.compiled.tensor(input).size == 0 ? 1 : 0;
      }
      for (const model::TensorIndex input : c.graph.inputs(c.compiled.original(op))) {
        expected.emplace(c.graph.base_position(c.graph.tensor(input).producer));
      }
      ASSERT_EQ(read, expected);
    }
  }
  EXPECT_GT(empty, 100);
}

// Tensors are as few as they can be, their sizes have no common divisor, and reads go both ways.
TEST(CompiledGraphRandom, IsSmallAndConsistent) {
  std::size_t outputs = 0, tensors = 0;
  for (std::uint64_t seed = 0; seed < 1500; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const test::RandomCase c(seed, 12, Order::kept);
    const CompiledGraph& compiled = c.compiled;
    std::int64_t divisor = 0;
    std::size_t reads = 0, inputs = 0;
    for (const Op op : compiled.ops()) {
      ASSERT_EQ(c.graph.base_position(compiled.original(op)), op.value());
      divisor = std::gcd(divisor, compiled.transient(op));
      inputs += compiled.inputs(op).size();
      for (std::uint32_t i = 0; i < compiled.num_tensors(op); ++i) {
        const Tensor tensor(compiled.first_tensor(op).value() + i);
        ASSERT_EQ(compiled.output_number(tensor), i);
        const CompiledTensor& t = compiled.tensor(tensor);
        ASSERT_EQ(t.producer, op);
        ASSERT_GT(t.size, 0);
        divisor = std::gcd(divisor, t.size);
        reads += compiled.readers(tensor).size();
        ASSERT_TRUE(std::ranges::is_sorted(compiled.readers(tensor)));
        ASSERT_TRUE(t.retain == Retain::yes || !compiled.readers(tensor).empty());
        for (const Op reader : compiled.readers(tensor)) {
          ASSERT_EQ(std::ranges::count(compiled.inputs(reader), tensor), 1);
        }
        for (std::uint32_t j = 0; j < i; ++j) {  // no two of the same fate
          const Tensor other(compiled.first_tensor(op).value() + j);
          ASSERT_FALSE(compiled.tensor(other).retain == t.retain &&
                       std::ranges::equal(compiled.readers(other), compiled.readers(tensor)));
        }
      }
    }
    ASSERT_LE(divisor, 1);
    ASSERT_EQ(reads, inputs);
    outputs += c.graph.num_tensors();
    tensors += compiled.num_tensors();
  }
  EXPECT_LT(tensors, outputs);
}

}  // namespace
}  // namespace moccasin::search
