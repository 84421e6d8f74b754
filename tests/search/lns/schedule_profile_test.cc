// SPDX-License-Identifier: Apache-2.0
// What a schedule's profile says of a staged sequence, against the live bytes and the readers
// looked up step by step.
#include "search/lns/schedule_profile.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/search/support/naive_sequence.h"
#include "tests/search/support/random_sequence.h"

namespace moccasin::search {
namespace {

using test::NaiveSequence;

// The stage of each step, and the steps that are first runs.
struct Stages {
  explicit Stages(const NaiveSequence& naive) {
    std::vector<char> ran(naive.problem_case.compiled.num_ops(), 0);
    for (std::size_t step = 0; step < naive.steps.size(); ++step) {
      stage.push_back(firsts.size());
      const std::size_t op = naive.steps[step].value();
      if (ran[op] == 0) firsts.push_back(step);
      ran[op] = 1;
    }
  }

  std::vector<std::size_t> stage, firsts;
};

// Of the copy that is made at `step`: the last stage in which something of it is live.
std::size_t last_stage(const NaiveSequence& naive, const Stages& stages, std::size_t step) {
  const CompiledGraph& graph = naive.problem_case.compiled;
  const Op op = naive.steps[step];
  std::size_t last = stages.stage[step];
  for (std::uint32_t i = 0; i < graph.num_tensors(op); ++i) {
    const Tensor tensor(graph.first_tensor(op).value() + i);
    const std::size_t reader = naive.last_reader(tensor, step);
    const bool retained = reader == naive.steps.size();
    last = std::max(last, retained ? graph.num_ops() - 1 : stages.stage[reader]);
  }
  return last;
}

TEST(ScheduleProfile, SaysWhatIsLiveWhere) {
  int recomputations = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const test::RandomSequence random(seed, 24, 0.3);
    const test::RandomCase& c = random.problem_case;
    const NaiveSequence naive{c, test::snapshot(random.sequence).steps};
    const Stages stages(naive);
    const ScheduleProfile profile(c.compiled, naive.steps);
    ASSERT_EQ(profile.copies().size(), naive.steps.size());
    std::vector<std::size_t> again;
    for (std::size_t step = 0; step < naive.steps.size(); ++step) {
      const ScheduleProfile::Copy& copy = profile.copies()[step];
      const bool first = stages.firsts[naive.steps[step].value()] == step;
      ASSERT_EQ(copy.op, naive.steps[step]);
      ASSERT_EQ(copy.first, stages.stage[step]);
      ASSERT_EQ(copy.last, last_stage(naive, stages, step)) << step;
      ASSERT_EQ(copy.again, !first);
      if (!first) again.push_back(step);
    }
    ASSERT_EQ(profile.recomputations(), again);
    recomputations += static_cast<int>(again.size());
  }
  EXPECT_GT(recomputations, 400);
}

// Live over a whole stage are those that are live at its first run, where nothing is recomputed in
// between: then levels are exact.
TEST(ScheduleProfile, LevelsAreWhatIsLiveAtFirstRuns) {
  int exact = 0, stages_seen = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const test::RandomSequence random(seed, 24, 0.3);
    const NaiveSequence naive{random.problem_case, test::snapshot(random.sequence).steps};
    const Stages stages(naive);
    const ScheduleProfile profile(random.problem_case.compiled, naive.steps);
    const std::vector<std::int64_t> live = naive.live();
    for (std::size_t stage = 0; stage < profile.num_stages(); ++stage) {
      const std::size_t step = stages.firsts[stage];
      ASSERT_GE(profile.level(stage), live[step]) << stage;  // what ends within it as well
      const bool alone = step == 0 || stages.firsts[stages.stage[step - 1]] == step - 1;
      if (alone) {
        ASSERT_EQ(profile.level(stage), live[step]) << stage;
      }
      exact += alone ? 1 : 0;
      ++stages_seen;
    }
  }
  EXPECT_GT(exact, 1000);
  EXPECT_GT(stages_seen, exact);
}

}  // namespace
}  // namespace moccasin::search
