// SPDX-License-Identifier: Apache-2.0
#include "search/local/timeline.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/random.h"

namespace moccasin::search {
namespace {

// The same as one list, searched from its start for everything.
struct Step {
  RunId run;
  std::int64_t live = 0;
};

class TimelineTwin {
 public:
  TimelineTwin(std::size_t steps, std::int64_t limit, std::uint64_t seed)
      : random_(seed), limit_(limit), soft_limit_(seed % 2 == 0 ? Timeline::kNoLimit : limit / 2) {
    std::vector<RunId> runs;
    std::vector<std::int64_t> live;
    for (std::size_t i = 0; i < steps; ++i) {
      if (i % 1500 == 0) begin_hill();
      steps_.push_back({RunId(i), random_live()});
      runs.push_back(steps_.back().run);
      live.push_back(steps_.back().live);
    }
    next_run_ = steps;
    timeline_.assign(runs, live, limit, soft_limit_);
  }

  [[nodiscard]] const Timeline& timeline() const { return timeline_; }
  [[nodiscard]] std::size_t size() const { return steps_.size(); }

  void begin_hill() { hill_ = random_.between(0, 2 * limit_); }

  // Before a random step among those [first, first + count); one past the last: behind all.
  void insert(std::size_t first, std::size_t count) {
    const std::size_t at = first + random_.below(count);
    Step step{RunId(next_run_), random_live()};
    if (free_.empty()) {
      ++next_run_;
    } else {
      step.run = free_.back();
      free_.pop_back();
    }
    timeline_.insert_before(key_of(at), step.run, step.live);
    steps_.insert(steps_.begin() + static_cast<std::ptrdiff_t>(at), step);
  }

  void erase(std::size_t first, std::size_t count) {
    const auto at = steps_.begin() + static_cast<std::ptrdiff_t>(first + random_.below(count));
    timeline_.erase(timeline_.key(at->run));
    free_.push_back(at->run);
    steps_.erase(at);
  }

  // A random step before another one, near ones more often.
  void move() {
    const auto from = random_.below(steps_.size());
    const auto near = std::min<std::uint64_t>(steps_.size(), 60);
    const std::uint64_t first = std::min<std::uint64_t>(from, steps_.size() - near);
    const auto to = random_.chance(0.5) ? random_.below(steps_.size() + 1)
                                        : static_cast<std::uint32_t>(first + random_.below(near));
    if (to == from) return;
    const std::int64_t live = random_live();
    timeline_.move_before(key_of(from), key_of(to), live);
    const Step step{steps_[from].run, live};
    steps_.erase(steps_.begin() + from);
    steps_.insert(steps_.begin() + (to > from ? to - 1 : to), step);
  }

  void swap() {
    Step &one = steps_[random_.below(steps_.size())], &two = steps_[random_.below(steps_.size())];
    if (one.run == two.run) return;
    const Key key = timeline_.key(one.run), other = timeline_.key(two.run);
    timeline_.replace(key, two.run, two.live);
    timeline_.replace(other, one.run, one.live);
    std::swap(one, two);
  }

  void add() {
    const auto [first, last] = random_range();
    const std::int64_t delta = random_.between(-limit_, limit_) / 4;
    timeline_.add(first, last, delta);
    for (Step& step : steps_) {
      const Key key = timeline_.key(step.run);
      if (first <= key && key <= last) step.live += delta;
    }
  }

  void expect_same_steps() const {
    ASSERT_EQ(timeline_.size(), steps_.size());
    ASSERT_EQ(timeline_.end() % Timeline::kBlock, 0);
    ASSERT_EQ(timeline_.limit(), limit_);
    ASSERT_EQ(timeline_.soft_limit(), soft_limit_);
    std::vector<Key> keys;
    for (Key key = 0; key < timeline_.end(); ++key) {
      if (timeline_.occupied(key)) keys.push_back(key);
    }
    ASSERT_EQ(keys.size(), steps_.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
      ASSERT_EQ(timeline_.run(keys[i]), steps_[i].run) << "step " << i;
      ASSERT_EQ(timeline_.key(steps_[i].run), keys[i]) << "step " << i;
      ASSERT_EQ(timeline_.live(keys[i]), steps_[i].live) << "step " << i;
      ASSERT_EQ(timeline_.next(keys[i]), i + 1 < keys.size() ? keys[i + 1] : timeline_.end());
      ASSERT_EQ(timeline_.previous(keys[i]), i > 0 ? keys[i - 1] : Timeline::kNone);
    }
  }

  void expect_same_answers() {
    const auto [first, last] = random_range();
    const std::int64_t delta = random_.between(-limit_, limit_);
    ASSERT_EQ(timeline_.excess_change(first, last, delta), change(limit_, first, last, delta))
        << first << ".." << last << " by " << delta;
    ASSERT_EQ(timeline_.strain_change(first, last, delta), change(soft_limit_, first, last, delta))
        << first << ".." << last << " by " << delta;
    ASSERT_EQ(timeline_.highest(), std::ranges::max(steps_, {}, &Step::live).live);
    const Key from = static_cast<Key>(random_.below(static_cast<std::uint64_t>(timeline_.end())));
    ASSERT_EQ(timeline_.violated_step(from), step_over(limit_, from));
    ASSERT_EQ(timeline_.strained_step(from), step_over(soft_limit_, from));

    const Key key = timeline_.key(steps_[random_.below(steps_.size())].run);
    const Key block = key / Timeline::kBlock;
    std::int64_t highest = INT64_MIN;
    for (const Step& step : steps_) {
      if (timeline_.key(step.run) / Timeline::kBlock == block) {
        highest = std::max(highest, step.live);
      }
    }
    const Key found = timeline_.highest_in_block(key);
    ASSERT_TRUE(timeline_.occupied(found));
    ASSERT_EQ(found / Timeline::kBlock, block);
    ASSERT_EQ(timeline_.live(found), highest);
  }

  base::Random& random() { return random_; }

 private:
  [[nodiscard]] Key key_of(std::size_t step) const {
    return step < steps_.size() ? timeline_.key(steps_[step].run) : timeline_.end();
  }

  [[nodiscard]] std::int64_t change(std::int64_t limit, Key first, Key last,
                                    std::int64_t delta) const {
    std::int64_t change = 0;
    if (limit == Timeline::kNoLimit) return change;
    for (const Step& step : steps_) {
      const Key key = timeline_.key(step.run);
      if (key < first || last < key) continue;
      change += std::max<std::int64_t>(step.live + delta - limit, 0) -
                std::max<std::int64_t>(step.live - limit, 0);
    }
    return change;
  }

  // The first from there on, or else from the start.
  [[nodiscard]] Key step_over(std::int64_t limit, Key from) const {
    Key from_start = Timeline::kNone;
    for (const Step& step : steps_) {
      const Key key = timeline_.key(step.run);
      if (step.live <= limit) continue;
      if (key >= from) return key;
      if (from_start == Timeline::kNone) from_start = key;
    }
    return from_start;
  }

  // Mostly near those of its neighbours: groups and blocks on one side of the limit, and others.
  std::int64_t random_live() {
    if (random_.chance(0.001)) return random_.between(0, 2 * limit_);
    return hill_ + random_.between(-limit_, limit_) / 8;
  }

  // Any two keys, steps or not, in and out of one block; sometimes whole blocks, or nothing.
  std::pair<Key, Key> random_range() {
    const Key end = timeline_.end();
    Key first = static_cast<Key>(random_.below(static_cast<std::uint64_t>(end)));
    if (random_.chance(0.2)) {
      first -= first % Timeline::kBlock;
      const std::int64_t blocks = random_.between(0, (end - first) / Timeline::kBlock);
      return {first, first + static_cast<Key>(blocks) * Timeline::kBlock - 1};
    }
    if (random_.chance(0.3)) {
      return {first, first + static_cast<Key>(random_.between(-1, Timeline::kBlock))};
    }
    return {first, first + static_cast<Key>(random_.between(-1, end - first))};
  }

  base::Random random_;
  std::int64_t limit_, soft_limit_;
  Timeline timeline_;
  std::vector<Step> steps_;  // by time
  std::int64_t hill_ = 0;    // live units in the range of the sequence last filled
  std::vector<RunId> free_;
  std::size_t next_run_ = 0;
};

TEST(Timeline, KeepsWhatItIsGiven) {
  for (const std::size_t steps : {1, 2, 43, 44, 45, 64, 65, 1000}) {
    SCOPED_TRACE(std::to_string(steps) + " steps");
    const TimelineTwin twin(steps, 10, steps);
    twin.expect_same_steps();
  }
}

TEST(Timeline, OfNothingIsEmpty) {
  Timeline timeline;
  timeline.assign({}, {}, 5);
  EXPECT_EQ(timeline.size(), 0u);
  EXPECT_EQ(timeline.excess_change(0, timeline.end(), 100), 0);
  EXPECT_EQ(timeline.violated_step(0), Timeline::kNone);
}

TEST(Timeline, RangesWithoutStepsChangeNothing) {
  Timeline timeline;
  timeline.assign({RunId(0), RunId(1)}, {3, 7}, 5);
  timeline.add(2, Timeline::kBlock - 1, 100);  // free slots
  timeline.add(1, 0, 100);                     // no slots
  EXPECT_EQ(timeline.live(0), 3);
  EXPECT_EQ(timeline.live(1), 7);
  EXPECT_EQ(timeline.excess_change(2, Timeline::kBlock - 1, 100), 0);
  EXPECT_EQ(timeline.excess_change(1, 0, 100), 0);
}

TEST(Timeline, AStepAtTheLimitIsNotViolated) {
  Timeline timeline;
  timeline.assign({RunId(0), RunId(1), RunId(2)}, {5, 6, 5}, 5);
  EXPECT_EQ(timeline.violated_step(0), 1);
  EXPECT_EQ(timeline.violated_step(2), 1) << "from the start again";
  timeline.add(1, 1, -1);
  EXPECT_EQ(timeline.violated_step(0), Timeline::kNone);
}

// Runs 0, 1, ... with `live` units at each.
Timeline level(std::size_t steps, std::int64_t live, std::int64_t limit) {
  std::vector<RunId> runs;
  for (std::size_t i = 0; i < steps; ++i) runs.emplace_back(i);
  Timeline timeline;
  timeline.assign(runs, std::vector<std::int64_t>(steps, live), limit);
  return timeline;
}

// What is looked at is a few blocks at either end, and one group of all those between.
TEST(Timeline, LongRangesTakeFewLooks) {
  constexpr std::size_t kSteps = 50'000;
  Timeline timeline = level(kSteps, 3, 5);
  const std::uint64_t groups = timeline.num_blocks() / Timeline::kGroup;
  const std::uint64_t few = groups + 2 * Timeline::kGroup + 2;
  ASSERT_LT(few * 10, timeline.num_blocks());
  const Key first = timeline.key(RunId(100)), last = timeline.key(RunId(kSteps - 100));
  for (const std::int64_t delta : {2, -3, 3, 4}) {  // from 3 to 5, 2, 5, 9
    const std::uint64_t before = timeline.looks();
    const std::int64_t excess = timeline.live(first) + delta > 5 ? 4 : 0;
    EXPECT_EQ(timeline.excess_change(first, last, delta),
              excess * static_cast<std::int64_t>(kSteps - 199));
    EXPECT_LE(timeline.looks(), before + few);
    timeline.add(first, last, delta);
    EXPECT_LE(timeline.looks(), before + 2 * few);
  }
}

TEST(Timeline, FindsTheOnlyViolatedStep) {
  constexpr std::size_t kSteps = 10'000;
  Timeline timeline = level(kSteps, 5, 5);
  base::Random random(1);
  for (int i = 0; i < 2000; ++i) {
    const Key high = timeline.key(RunId(random.below(kSteps)));
    timeline.add(high, high, 1);
    const Key from = static_cast<Key>(random.below(static_cast<std::uint64_t>(timeline.end())));
    ASSERT_EQ(timeline.violated_step(from), high) << "from " << from;
    timeline.add(high, high, -1);
  }
  EXPECT_EQ(timeline.violated_step(0), Timeline::kNone);
}

class TimelineRandom : public testing::TestWithParam<int> {
 protected:
  const std::uint64_t seed_ = static_cast<std::uint64_t>(GetParam());
};

TEST_P(TimelineRandom, EqualsAListUnderMixedChanges) {
  TimelineTwin twin(1 + seed_ * seed_ * 40, 1 + static_cast<std::int64_t>(seed_) * 30, seed_);
  base::Random& random = twin.random();
  for (int change = 0; change < 4000; ++change) {
    SCOPED_TRACE("change " + std::to_string(change));
    const std::uint32_t kind = random.below(14);
    if (kind < 3) {
      twin.insert(0, twin.size() + 1);
    } else if (kind < 6) {
      if (twin.size() > 1) twin.erase(0, twin.size());
    } else if (kind < 9) {
      twin.move();
    } else if (kind == 9) {
      twin.swap();
    } else {
      twin.add();
    }
    twin.expect_same_answers();
    if (change % 16 == 0) twin.expect_same_steps();
    if (HasFatalFailure()) return;
  }
}

// All insertions at one place: blocks fill, spread into ever wider neighbourhoods, and the timeline
// grows. Then a range of steps goes, whole blocks with it, and comes back.
TEST_P(TimelineRandom, EqualsAListUnderCrowding) {
  TimelineTwin twin(50 + 100 * seed_, 20, seed_);
  const std::size_t blocks = twin.timeline().num_blocks();
  base::Random& random = twin.random();
  for (int round = 0; round < 3; ++round) {
    const std::size_t place = random.below(twin.size() - 1);
    twin.begin_hill();
    for (int i = 0; i < 600; ++i) {
      twin.insert(place, 1 + random.below(2));
      if (i % 8 == 0) twin.add();
      twin.expect_same_answers();
      if (i % 16 == 0) twin.expect_same_steps();
      if (HasFatalFailure()) return;
    }
    const std::size_t first = random.below(twin.size() - 500);
    for (int i = 0; i < 500; ++i) {
      twin.erase(first, 1);
      if (i % 8 == 0) twin.add();
      twin.expect_same_answers();
      if (i % 16 == 0) twin.expect_same_steps();
      if (HasFatalFailure()) return;
    }
  }
  EXPECT_GT(twin.timeline().num_blocks(), blocks);
}

// All steps of a group go, with something pending for them, and others come in their place.
TEST_P(TimelineRandom, EqualsAListWhereAGroupEmpties) {
  TimelineTwin twin(3000, 20, seed_);
  const Timeline& timeline = twin.timeline();
  constexpr Key kGroupSlots = Timeline::kBlock * static_cast<Key>(Timeline::kGroup);
  const auto group_of = [&](RunId run) { return timeline.key(run) / kGroupSlots; };
  std::size_t first = 0, end = 0;  // the steps of group 1
  while (group_of(RunId(first)) < 1) ++first;
  for (end = first; group_of(RunId(end)) == 1; ++end) continue;
  for (std::size_t i = first; i < end; ++i) {
    if (i % 50 == 0) twin.add();
    twin.expect_same_answers();
    twin.erase(first, 1);
    if (HasFatalFailure()) return;
  }
  twin.expect_same_steps();
  for (int i = 0; i < 400; ++i) {
    if (i % 20 == 0) twin.add();
    if (i > 100) twin.insert(first, 1);
    twin.expect_same_answers();
    if (HasFatalFailure()) return;
  }
  twin.expect_same_steps();
}

INSTANTIATE_TEST_SUITE_P(Seeds, TimelineRandom, testing::Range(0, 12));

}  // namespace
}  // namespace moccasin::search
