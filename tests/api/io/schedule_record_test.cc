// SPDX-License-Identifier: Apache-2.0
#include "api/io/schedule_record.h"

#include <gtest/gtest.h>

namespace moccasin {
namespace {

TEST(ScheduleRecord, EveryReasonToStopHasANameOfItsOwn) {
  EXPECT_EQ(stop_name(Stop::proved), "proved");
  EXPECT_EQ(stop_name(Stop::time), "time");
  EXPECT_EQ(stop_name(Stop::work), "work");
  EXPECT_EQ(stop_name(Stop::gap), "gap");
  EXPECT_EQ(stop_name(Stop::target), "target");
  EXPECT_EQ(stop_name(Stop::memory), "memory");
  EXPECT_EQ(stop_name(Stop::error), "error");
  EXPECT_EQ(stop_name(Stop::user), "user");
  EXPECT_EQ(stop_name(Stop::none), "user");  // of a file that the search has not finished with
}

}  // namespace
}  // namespace moccasin
