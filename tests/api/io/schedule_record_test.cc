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

TEST(ScheduleRecord, NamesAreReadAsWhatTheyName) {
  for (const Status status :
       {Status::feasible, Status::optimal, Status::infeasible, Status::unknown}) {
    EXPECT_EQ(status_of(status_name(status)), status);
  }
  EXPECT_EQ(status_name(Status::invalid), "unknown");
  for (const Stop stop : {Stop::proved, Stop::time, Stop::work, Stop::gap, Stop::target,
                          Stop::memory, Stop::error, Stop::user}) {
    EXPECT_EQ(stop_of(stop_name(stop)), stop);
  }
}

TEST(ScheduleRecord, TheLastOfARepeatedOptionTakesTheFirstPlace) {
  SolveRequest request;
  request.given = {{"seed", "1"}, {"order", "kept"}, {"seed", "2"}, {"gap", "0"}, {"seed", "3"}};
  using Options = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(schedule_record({}, request).options,
            (Options{{"seed", "3"}, {"order", "kept"}, {"gap", "0"}}));
}

}  // namespace
}  // namespace moccasin
