// SPDX-License-Identifier: Apache-2.0
// Random traces against what is known of their problems. One that fails is made as short as it can
// be and printed: keep it in traces/. MOCCASIN_FUZZ_TRACES sets how many, MOCCASIN_FUZZ_FIRST the
// first seed, for long runs.
#include <gtest/gtest.h>

#include <iostream>

#include "tests/fuzz/support/generate.h"
#include "tests/fuzz/support/guarded.h"
#include "tests/fuzz/support/replayer.h"
#include "tests/fuzz/support/shrink.h"
#include "tests/support/from_environment.h"

namespace moccasin::test {
namespace {

constexpr std::size_t kOperations = 150;

std::string shrunk(Trace trace) {
  trace.operations = shrink(trace.operations, [&trace](const std::vector<Operation>& fewer) {
    return fails_alone({trace.problem, fewer});
  });
  return text_of(trace);
}

TEST(RandomTraces, AgreeWithWhatIsKnown) {
  const std::uint64_t first = test::from_environment("MOCCASIN_FUZZ_FIRST", 0);
  const std::uint64_t count = test::from_environment("MOCCASIN_FUZZ_TRACES", 4000);
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    const Trace trace = random_trace(seed, kOperations);
    ASSERT_FALSE(fails_alone(trace)) << "seed " << seed << ":\n" << shrunk(trace);
  }
}

// A trace that does nothing would agree with anything.
TEST(RandomTraces, GoDeepAndMeetConflicts) {
  std::uint64_t decisions = 0, conflicts = 0, learned = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Trace trace = random_trace(seed, kOperations);
    if (fails_alone(trace)) continue;  // which the other test says
    Replayer replayer(trace.problem);
    for (const Operation& operation : trace.operations) {
      ASSERT_EQ(replayer.apply(operation), std::nullopt);
    }
    decisions += replayer.engine().statistics().decisions;
    conflicts += replayer.engine().statistics().conflicts;
    learned += replayer.engine().statistics().learned;
  }
  std::cout << decisions << " decisions, " << conflicts << " conflicts, " << learned
            << " clauses learned\n";
  EXPECT_GE(decisions, 1000u);
  EXPECT_GE(conflicts, 100u);
  EXPECT_GE(learned, 100u);
}

}  // namespace
}  // namespace moccasin::test
