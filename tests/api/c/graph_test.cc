// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "tests/api/c/owned.h"

namespace moccasin::testing {
namespace {

TEST(CGraphTest, PiecesAreNumberedInOrder) {
  const auto graph = made(moc_graph_create);
  const moc_op op = op_of("a", 10);
  std::uint32_t id = 9;
  EXPECT_EQ(moc_graph_add_op(graph.get(), &op, &id), MOC_OK);
  EXPECT_EQ(id, 0u);
  EXPECT_EQ(moc_graph_add_node(graph.get(), &op, 4, &id), MOC_OK);
  EXPECT_EQ(id, 1u);
  EXPECT_EQ(moc_graph_add_output(graph.get(), 0, 8, MOC_TENSOR_RETAIN, &id), MOC_OK);
  EXPECT_EQ(id, 1u) << "after the node's own";
  EXPECT_EQ(moc_graph_add_use(graph.get(), 1, 1), MOC_OK);
  std::size_t ops = 0, tensors = 0;
  EXPECT_EQ(moc_graph_size(graph.get(), &ops, &tensors), MOC_OK);
  EXPECT_EQ(ops, 2u);
  EXPECT_EQ(tensors, 2u);
  EXPECT_EQ(moc_graph_size(graph.get(), nullptr, nullptr), MOC_OK);
  EXPECT_EQ(moc_validate(graph.get()), MOC_OK);
}

// Every amount of every piece, seen in what is live: 100 resident, a: 4 and 1 of workspace, b: 2.
TEST(CGraphTest, AmountsArrive) {
  const auto graph = made(moc_graph_create);
  moc_op op = op_of("a", 10);
  op.workspace = 1;
  EXPECT_EQ(moc_graph_add_node(graph.get(), &op, 4, nullptr), MOC_OK);
  op = op_of(nullptr, 30);
  op.max_copies = 1;
  EXPECT_EQ(moc_graph_add_node(graph.get(), &op, 2, nullptr), MOC_OK);
  EXPECT_EQ(moc_graph_add_edge(graph.get(), 0, 1), MOC_OK);
  EXPECT_EQ(moc_graph_set_resident(graph.get(), 100), MOC_OK);
  const std::vector<std::uint32_t> once = {0, 1}, twice = {0, 1, 1};
  moc_evaluation* evaluation = nullptr;
  ASSERT_EQ(moc_evaluate(graph.get(), once.data(), once.size(), &evaluation), MOC_OK);
  const Owned<moc_evaluation> owned(evaluation);
  auto info = sized<moc_evaluation_info>();
  ASSERT_EQ(moc_evaluation_get(evaluation, &info), MOC_OK);
  EXPECT_EQ(info.duration, 40);
  EXPECT_EQ(std::vector<std::int64_t>(info.live, info.live + info.num_steps),
            (std::vector<std::int64_t>{105, 106}));
  moc_evaluation* broken = nullptr;
  ASSERT_EQ(moc_evaluate(graph.get(), twice.data(), twice.size(), &broken), MOC_OK);
  const Owned<moc_evaluation> owned_too(broken);
  ASSERT_EQ(moc_evaluation_get(broken, &info), MOC_OK);
  EXPECT_EQ(info.num_issues, 1u) << "max_copies is 1";
}

TEST(CGraphTest, TheFirstIssueIsTheLastError) {
  const auto graph = made(moc_graph_create);
  EXPECT_EQ(moc_validate(graph.get()), MOC_E_INVALID_GRAPH);
  EXPECT_STREQ(moc_last_error(), "the graph has no operations");
  const moc_op op = op_of("a", -1);
  EXPECT_EQ(moc_graph_add_node(graph.get(), &op, 4, nullptr), MOC_OK) << "checked later";
  EXPECT_EQ(moc_validate(graph.get()), MOC_E_INVALID_GRAPH);
  EXPECT_STREQ(moc_last_error(), "'a' has a negative duration");
}

TEST(CGraphTest, AWrongOrderIsFound) {
  const auto graph = training_chain(2);
  const std::vector<std::uint32_t> backwards = {3, 2, 1, 0};
  EXPECT_EQ(moc_graph_set_order(graph.get(), backwards.data(), 4), MOC_OK);
  EXPECT_EQ(moc_validate(graph.get()), MOC_E_INVALID_GRAPH);
  const std::vector<std::uint32_t> forwards = {0, 1, 2, 3};
  EXPECT_EQ(moc_graph_set_order(graph.get(), forwards.data(), 4), MOC_OK);
  EXPECT_EQ(moc_validate(graph.get()), MOC_OK);
  EXPECT_EQ(moc_graph_set_order(graph.get(), nullptr, 0), MOC_OK) << "the generations again";
  EXPECT_EQ(moc_validate(graph.get()), MOC_OK);
  EXPECT_EQ(moc_graph_set_order(graph.get(), nullptr, 4), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "ops is null");
}

TEST(CGraphTest, WhatTheLibraryDoesNotKnow) {
  const auto graph = training_chain(1);
  EXPECT_EQ(moc_graph_add_output(graph.get(), 0, 8, 2, nullptr), MOC_E_UNSUPPORTED);
  EXPECT_STREQ(moc_last_error(), "flags has a bit that this library does not know; leave it zero");
  EXPECT_EQ(moc_graph_add_op(graph.get(), nullptr, nullptr), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "op is null");
  const moc_op unset = {};
  EXPECT_EQ(moc_graph_add_op(graph.get(), &unset, nullptr), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "op: struct_size is 0; set it to the sizeof of the struct");
  std::size_t ops = 0, tensors = 0;
  EXPECT_EQ(moc_graph_size(graph.get(), &ops, &tensors), MOC_OK);
  EXPECT_EQ(ops, 2u);
  EXPECT_EQ(tensors, 2u) << "left as it was";
}

// A pointer's size, and half of a field: no header has them, and what is read would be no op.
TEST(CGraphTest, StructsOfASizeThatNoHeaderHas) {
  const auto graph = made(moc_graph_create);
  moc_op op = op_of("a", 10);
  for (const std::size_t size : {sizeof(moc_op*), sizeof op - 4, offsetof(moc_op, workspace)}) {
    op.struct_size = size;
    EXPECT_EQ(moc_graph_add_node(graph.get(), &op, 4, nullptr), MOC_E_INVALID_ARG) << size;
    EXPECT_EQ(moc_last_error(), "op: struct_size is " + std::to_string(size) +
                                    "; set it to the sizeof of the struct");
  }
  std::size_t ops = 9;
  EXPECT_EQ(moc_graph_size(graph.get(), &ops, nullptr), MOC_OK);
  EXPECT_EQ(ops, 0u);
}

TEST(CGraphTest, ReservedFieldsAreZero) {
  const auto graph = made(moc_graph_create);
  moc_op op = op_of("a", 10);
  op.reserved = 77;
  EXPECT_EQ(moc_graph_add_op(graph.get(), &op, nullptr), MOC_E_UNSUPPORTED);
  EXPECT_STREQ(moc_last_error(), "op.reserved is not zero; a later library may know what it means");
  std::size_t ops = 9;
  EXPECT_EQ(moc_graph_size(graph.get(), &ops, nullptr), MOC_OK);
  EXPECT_EQ(ops, 0u);
}

}  // namespace
}  // namespace moccasin::testing
