// SPDX-License-Identifier: Apache-2.0
#include "io/buffer_name.h"

#include "tests/io/support.h"

namespace moccasin::io {
namespace {

TEST(BufferName, SaysOutputAndCopyWhereThereAreSeveral) {
  model::GraphBuilder builder;
  const auto conv = builder.add_operation({.name = "conv"});
  const auto split = builder.add_operation({.name = "split"});
  const auto s0 = builder.add_output(split, 1);
  const auto c0 = builder.add_output(conv, 1);  // between the outputs of split
  const auto s1 = builder.add_output(split, 1);
  const auto graph = std::get<model::Graph>(builder.build());
  EXPECT_EQ(output_index(graph, s0), 0u);
  EXPECT_EQ(output_index(graph, s1), 1u);
  EXPECT_EQ(output_index(graph, c0), 0u);
  EXPECT_EQ(buffer_name(graph, c0, 0), "conv");
  EXPECT_EQ(buffer_name(graph, c0, 2), "conv#2");
  EXPECT_EQ(buffer_name(graph, s0, 0), "split:0");
  EXPECT_EQ(buffer_name(graph, s1, 12), "split:1#12");
}

}  // namespace
}  // namespace moccasin::io
