// SPDX-License-Identifier: Apache-2.0
// What is kept over random decisions and jumps back, against what the bounds say now.
#include "propagators/mandatory_parts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "propagators/cumulative_memory.h"
#include "tests/propagators/support/random_walk.h"

namespace moccasin::propagators {
namespace {

using engine::Domains;

std::vector<Part> parts_by_definition(const RetentionModel& model, const Domains& now) {
  std::vector<Part> parts;
  for (const Retention& retention : model.retentions) {
    const Run& run = model.runs[retention.run];
    const Value latest = now.upper(run.stage);
    const Event first = model.grid.event(latest, run.position), last = now.lower(retention.end);
    const bool surely = latest < run.never && first <= last && retention.size > 0;
    parts.push_back(surely ? Part{first, last} : Part{});
  }
  return parts;
}

// By event: first runs, and recomputations whose stage is known.
std::map<Event, std::int64_t> levels_by_definition(const RetentionModel& model,
                                                   const Domains& now) {
  std::map<Event, std::int64_t> levels;
  for (const Run& run : model.runs) {
    if (!now.is_fixed(run.stage) || now.lower(run.stage) >= run.never) continue;
    levels[model.grid.event(now.lower(run.stage), run.position)] += run.transient;
  }
  const std::vector<Part> parts = parts_by_definition(model, now);
  for (auto& [event, level] : levels) {
    for (const RetentionIndex retention : model.retentions.indices()) {
      if (!parts[retention.value()].contains(event)) continue;
      level += model.retentions[retention].size;
    }
  }
  return levels;
}

TEST(MandatoryParts, AreWhatTheBoundsSay) {
  int compared = 0, recomputations = 0;
  for (std::uint64_t seed = 40'000; seed < 42'000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    test::RetentionCase c(seed, 8);
    // With RetentionOrder, since copies of one operation are at different events.
    test::RandomWalk walk(c, test::Constraint::memory, test::RandomWalk::Company::order,
                          [](const test::Inferred&) {});
    const auto parts = dynamic_cast<const CumulativeMemory&>(walk.judged()).parts();
    const EventGrid grid = c.model().grid;
    for (int i = 0; i < 60 && !walk.over(); ++i) {
      SCOPED_TRACE("step " + std::to_string(i));
      walk.step();
      if (!walk.at_fixpoint()) continue;
      std::vector<Part> kept;
      for (const RetentionIndex retention : c.model().retentions.indices()) {
        kept.push_back(parts->of(retention));
      }
      ASSERT_EQ(kept, parts_by_definition(c.model(), walk.domains()));
      std::map<Event, std::int64_t> levels;
      for (Event event = 0; event < grid.stages * grid.width; ++event) {
        const std::int64_t level = parts->profile().highest(event, event);
        if (level != INT64_MIN) levels[event] = level;
      }
      ASSERT_EQ(levels, levels_by_definition(c.model(), walk.domains()));
      ++compared;
      recomputations += static_cast<int>(levels.size()) - static_cast<int>(grid.stages);
    }
  }
  EXPECT_GE(compared, 30'000);
  EXPECT_GE(recomputations, 10'000);
}

TEST(MandatoryParts, AreBySizeAndOnlyOfSome) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const test::RetentionCase c(seed, 8);
    const MandatoryParts parts(c.model());
    std::vector<std::pair<std::int64_t, std::uint32_t>> expected, found;
    for (const RetentionIndex retention : c.model().retentions.indices()) {
      const std::int64_t size = c.model().retentions[retention].size;
      if (size > 0) expected.emplace_back(-size, retention.value());
    }
    std::sort(expected.begin(), expected.end());
    for (const RetentionIndex retention : parts.by_size()) {
      found.emplace_back(-c.model().retentions[retention].size, retention.value());
    }
    EXPECT_EQ(found, expected);
  }
}

}  // namespace
}  // namespace moccasin::propagators
