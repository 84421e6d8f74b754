// SPDX-License-Identifier: Apache-2.0
#include "search/local/live_changes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/random.h"

namespace moccasin::search {
namespace {

constexpr std::int64_t kLimit = 5, kSoftLimit = 3;

std::int64_t over(std::int64_t limit, std::int64_t live) {
  return std::max<std::int64_t>(live - limit, 0);
}

// A timeline of `steps` steps, their keys, and what is live at each.
struct Steps {
  Steps(std::size_t steps, base::Random& random) {
    std::vector<RunId> runs;
    for (std::size_t i = 0; i < steps; ++i) {
      runs.emplace_back(i);
      live.push_back(random.between(0, 2 * kLimit));
    }
    timeline.assign(runs, live, kLimit, kSoftLimit);
    for (Key key = timeline.begin(); key < timeline.end(); key = timeline.next(key)) {
      keys.push_back(key);
    }
  }
  [[nodiscard]] std::vector<std::int64_t> now() const {
    std::vector<std::int64_t> result;
    for (const Key key : keys) result.push_back(timeline.live(key));
    return result;
  }
  Timeline timeline;
  std::vector<Key> keys;
  std::vector<std::int64_t> live;
};

Instant random_instant(const Steps& steps, base::Random& random) {
  const Key key = steps.keys[random.below(steps.keys.size())];
  return random.below(2) == 0 ? Instant::step(key) : Instant::gap_before(key);
}

// The sum is what adding range by range, step by step gives; few ranges and many.
TEST(LiveChangesRandom, AddUp) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    Steps steps(1 + random.below(seed % 10 == 0 ? 200 : 10), random);
    LiveChanges changes;
    changes.add(random_instant(steps, random), random_instant(steps, random), 1);
    changes.clear();
    std::vector<std::int64_t> after = steps.live;
    const Instant asked = random_instant(steps, random);
    std::int64_t at_asked = 0;
    for (std::uint64_t ranges = random.below(seed % 3 == 0 ? 40 : 6); ranges-- > 0;) {
      const Instant first = random_instant(steps, random), last = random_instant(steps, random);
      const std::int64_t delta = random.between(-4, 4);
      changes.add(first, last, delta);
      for (std::size_t i = 0; i < after.size(); ++i) {
        const Instant here = Instant::step(steps.keys[i]);
        if (first <= here && here <= last) after[i] += delta;
      }
      if (first <= asked && asked <= last) at_asked += delta;
    }
    ASSERT_EQ(changes.at(asked), at_asked);
    std::int64_t excess = 0, strain = 0;
    for (std::size_t i = 0; i < after.size(); ++i) {
      excess += over(kLimit, after[i]) - over(kLimit, steps.live[i]);
      strain += over(kSoftLimit, after[i]) - over(kSoftLimit, steps.live[i]);
    }
    ASSERT_EQ(changes.sum(steps.timeline), excess);
    ASSERT_EQ(changes.strain(steps.timeline), strain);
    ASSERT_EQ(steps.now(), steps.live) << "asking changes nothing";
    changes.apply(steps.timeline);
    ASSERT_EQ(steps.now(), after);
  }
}

}  // namespace
}  // namespace moccasin::search
