// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/api/c/owned.h"

namespace moccasin::testing {
namespace {

TEST(CStopTest, IsRequestedFromThenOn) {
  const auto stop = made(moc_stop_create);
  EXPECT_EQ(moc_stop_requested(stop.get()), 0);
  EXPECT_EQ(moc_stop_request(stop.get()), MOC_OK);
  EXPECT_EQ(moc_stop_requested(stop.get()), 1);
  EXPECT_EQ(moc_stop_request(stop.get()), MOC_OK);
  EXPECT_EQ(moc_stop_requested(stop.get()), 1);
}

TEST(CStopTest, WhatIsNoneSetsNoText) {
  const auto graph = made(moc_graph_create);
  EXPECT_EQ(moc_graph_add_op(graph.get(), nullptr, nullptr), MOC_E_INVALID_ARG);
  EXPECT_EQ(moc_stop_request(nullptr), MOC_E_INVALID_ARG);
  EXPECT_EQ(moc_stop_request(reinterpret_cast<moc_stop*>(graph.get())), MOC_E_INVALID_ARG);
  EXPECT_EQ(moc_stop_requested(nullptr), 0);
  EXPECT_EQ(moc_stop_requested(reinterpret_cast<moc_stop*>(graph.get())), 0);
  EXPECT_STREQ(moc_last_error(), "op is null") << "a signal handler sets none";
}

}  // namespace
}  // namespace moccasin::testing
