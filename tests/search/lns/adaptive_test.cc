// SPDX-License-Identifier: Apache-2.0
#include "search/lns/adaptive.h"

#include <gtest/gtest.h>

namespace moccasin::search {
namespace {

using Window = FixedOrderSolver::Window;
using Gain = Adaptive::Gain;

int times_chosen(const Adaptive& adaptive, std::size_t generator) {
  base::Random random(1);
  int times = 0;
  for (int i = 0; i < 1000; ++i) times += adaptive.choose(random) == generator ? 1 : 0;
  return times;
}

TEST(Adaptive, DrawsWhatImprovesMoreOftenAndTheRestStill) {
  Adaptive adaptive(4, 100);
  EXPECT_NEAR(times_chosen(adaptive, 2), 250, 60);
  for (int i = 0; i < 300; ++i) {
    for (std::size_t generator = 0; generator < 4; ++generator) {
      adaptive.tell(generator, Window::exhausted, generator == 2 ? Gain::some : Gain::none);
    }
  }
  EXPECT_GT(times_chosen(adaptive, 2), 900);
  for (const std::size_t other : {0u, 1u, 3u}) EXPECT_GT(times_chosen(adaptive, other), 0) << other;
}

TEST(Adaptive, ForgetsWhatImprovedLongAgo) {
  Adaptive adaptive(2, 100);
  for (int i = 0; i < 100; ++i) adaptive.tell(0, Window::improved, Gain::some);
  const int then = times_chosen(adaptive, 0);
  for (int i = 0; i < 500; ++i) adaptive.tell(0, Window::exhausted, Gain::none);
  EXPECT_LT(times_chosen(adaptive, 0), then / 2);
}

TEST(Adaptive, SteersSizesByWhetherWindowsComeToAnEnd) {
  Adaptive adaptive(2, 100);
  const std::size_t began = adaptive.size(0);
  for (int i = 0; i < 10; ++i) adaptive.tell(0, Window::exhausted, Gain::none);
  EXPECT_GT(adaptive.size(0), began);
  for (int i = 0; i < 20; ++i) adaptive.tell(0, Window::gave_up, Gain::none);
  EXPECT_LT(adaptive.size(0), began);
  EXPECT_EQ(adaptive.size(1), began) << "each has its own";
  for (int i = 0; i < 1000; ++i) adaptive.tell(0, Window::gave_up, Gain::none);
  EXPECT_EQ(adaptive.size(0), 2u);
  for (int i = 0; i < 1000; ++i) adaptive.tell(0, Window::exhausted, Gain::none);
  EXPECT_EQ(adaptive.size(0), 100u) << "all there are";
}

}  // namespace
}  // namespace moccasin::search
