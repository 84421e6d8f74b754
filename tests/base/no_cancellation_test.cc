// SPDX-License-Identifier: Apache-2.0
#include "base/no_cancellation.h"

#include <gtest/gtest.h>

namespace moccasin::base {
namespace {

// How far a thread came that was cancelled at its beginning.
void* go(void* argument) {
  auto& reached = *static_cast<int*>(argument);
  {
    const NoCancellation outer;
    pthread_cancel(pthread_self());
    {
      const NoCancellation inner;
      pthread_testcancel();
      reached = 1;
    }
    pthread_testcancel();
    reached = 2;
  }
  pthread_testcancel();
  reached = 3;
  return nullptr;
}

TEST(NoCancellation, LastsUntilTheOutermostEnds) {
  int reached = 0;
  pthread_t thread;
  ASSERT_EQ(pthread_create(&thread, nullptr, go, &reached), 0);
  void* ended = nullptr;
  ASSERT_EQ(pthread_join(thread, &ended), 0);
  EXPECT_EQ(reached, 2);
  EXPECT_EQ(ended, PTHREAD_CANCELED);
}

}  // namespace
}  // namespace moccasin::base
