// SPDX-License-Identifier: Apache-2.0
#include "api/io/schedule_record.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

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

TEST(ScheduleRecord, TimesThatAreNoNumbersAreLeftOut) {
  Result result;
  result.status = Status::feasible;
  result.wall_seconds = std::nan("");
  result.first_solution_seconds = -std::numeric_limits<double>::infinity();
  result.best_seconds = 0.5;
  const io::ScheduleFile file = schedule_record(result, {});
  EXPECT_EQ(file.time, std::nullopt);
  EXPECT_EQ(file.first_solution_time, std::nullopt);
  EXPECT_EQ(file.time_to_best, 0.5);
}

}  // namespace
}  // namespace moccasin
