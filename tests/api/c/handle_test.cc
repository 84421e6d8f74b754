// SPDX-License-Identifier: Apache-2.0
#include "api/c/handle.h"

#include <gtest/gtest.h>

#include <thread>

#include "api/c/options.h"
#include "tests/api/c/owned.h"

namespace moccasin::c_door {
namespace {

using testing::made;

template <class Wrong>
moc_graph* as_graph(const Wrong& handle) {
  return reinterpret_cast<moc_graph*>(handle.get());
}

TEST(HandleTest, AnotherKindIsRecognised) {
  const auto options = made(moc_options_create);
  const auto stop = made(moc_stop_create);
  for (moc_graph* const wrong : {as_graph(options), as_graph(stop)}) {
    EXPECT_EQ(moc_graph_add_use(wrong, 0, 0), MOC_E_INVALID_ARG);
    EXPECT_STREQ(moc_last_error(), "graph is no moc_graph, or one that was freed");
    EXPECT_EQ(moc_validate(wrong), MOC_E_INVALID_ARG);
    EXPECT_EQ(moc_graph_free(wrong), MOC_E_INVALID_ARG);
  }
  EXPECT_EQ(moc_options_set_i64(options.get(), "threads", 2), MOC_OK) << "nothing was freed";
}

TEST(HandleTest, ManyReadOrOneChanges) {
  const auto options = made(moc_options_create);
  const auto read = [&] {
    return guarded([&] { Reading<moc_options>(options.get(), "options"); });
  };
  const auto change = [&] {
    return guarded([&] { Changing<moc_options>(options.get(), "options"); });
  };
  {
    const Reading<moc_options> first(options.get(), "options");
    const Reading<moc_options> second(options.get(), "options");
    EXPECT_EQ(read(), MOC_OK);
    EXPECT_EQ(change(), MOC_E_BUSY);
    EXPECT_STREQ(moc_last_error(), "options: another call uses this moc_options");
    EXPECT_EQ(moc_options_free(options.get()), MOC_E_BUSY);
  }
  {
    const Changing<moc_options> first(options.get(), "options");
    EXPECT_EQ(read(), MOC_E_BUSY);
    EXPECT_STREQ(moc_last_error(), "options: another call changes this moc_options");
    EXPECT_EQ(change(), MOC_E_BUSY);
    EXPECT_EQ(moc_options_free(options.get()), MOC_E_BUSY);
  }
  EXPECT_EQ(change(), MOC_OK) << "all are gone";
}

TEST(HandleTest, ThreadsThatCollideAreBusyAndLoseNothing) {
  const auto graph = made(moc_graph_create);
  constexpr int kEach = 2000;
  const auto add = [&] {
    const moc_op op = testing::op_of("a", 1);
    for (int done = 0; done < kEach;) {
      if (moc_graph_add_op(graph.get(), &op, nullptr) == MOC_OK) ++done;
    }
  };
  std::thread first(add), second(add);
  first.join(), second.join();
  std::size_t ops = 0;
  EXPECT_EQ(moc_graph_size(graph.get(), &ops, nullptr), MOC_OK);
  EXPECT_EQ(ops, 2u * kEach);
}

TEST(HandleTest, NullIsSaidToBeNull) {
  EXPECT_EQ(moc_graph_create(nullptr), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "out is null");
  EXPECT_EQ(moc_graph_set_resident(nullptr, 1), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "graph is null");
}

TEST(HandleTest, FreeingNullIsFine) {
  EXPECT_EQ(moc_graph_free(nullptr), MOC_OK);
  EXPECT_EQ(moc_options_free(nullptr), MOC_OK);
  EXPECT_EQ(moc_stop_free(nullptr), MOC_OK);
  EXPECT_EQ(moc_result_free(nullptr), MOC_OK);
  EXPECT_EQ(moc_facts_free(nullptr), MOC_OK);
  EXPECT_EQ(moc_evaluation_free(nullptr), MOC_OK);
  EXPECT_EQ(moc_buffers_free(nullptr), MOC_OK);
  EXPECT_EQ(moc_text_free(nullptr), MOC_OK);
}

}  // namespace
}  // namespace moccasin::c_door
