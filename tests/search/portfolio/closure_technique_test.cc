// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/closure_technique.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/floor.h"
#include "model/profile.h"
#include "tests/search/bound/support/bound_case.h"
#include "tests/search/portfolio/support/recording_publisher.h"
#include "tests/search/support/dense_graph.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::BoundCase;

constexpr std::uint64_t kSeed = 5, kLong = 100'000'000;

// A technique with its meter and publisher, told of durations as if schedules had them.
struct Turns {
  Turns(const CompiledGraph& graph, const model::Problem& problem)
      : to(problem), technique(graph, graph, problem, kSeed, ClosureTechnique::Proof::forgotten) {}

  void set_incumbent(std::int64_t duration) {
    known.duration = known.incumbent = std::min(known.incumbent, duration);
    technique.plan(known);
  }
  // A turn, longer the more ticks the first worker has had since the last.
  void turn(std::uint64_t pace) {
    known.pace += pace;
    technique.plan(known);
    technique.run(meter, to);
    technique.publish(known);
  }
  [[nodiscard]] bool done() const { return known.closure != nullptr && known.closure->done(); }

  const Limits limits;
  Meter meter{limits};
  test::RecordingPublisher to;
  Snapshot known;
  ClosureTechnique technique;
};

// A training step of 20 operations, whose bound takes some time; the upper bound is no schedule's.
struct LongerCase {
  LongerCase() {
    problem.budget = (model::make_floor(graph).bytes +
                      model::make_profile(graph, model::base_schedule(graph)).peak) /
                     2;
    compiled.emplace(problem);
  }
  base::Random random{7};
  const model::Graph graph = test::random_step(10, 1000, random);
  model::Problem problem{.graph = &graph, .order = Order::kept};
  std::optional<CompiledGraph> compiled;
  const std::int64_t duration = 2 * graph.base_duration();
};

// Many operations that are live at once, within so many tenths of the base order's peak.
struct DenseCase {
  DenseCase(std::uint32_t operations, std::int64_t tenths, Order order)
      : graph(test::dense_graph(operations, 25)),
        problem{
            .graph = &graph,
            .budget = model::make_profile(graph, model::base_schedule(graph)).peak * tenths / 10,
            .order = order} {}

  const model::Graph graph;
  const model::Problem problem;
  const CompiledGraph compiled{problem};
};

TEST(ClosureTechnique, WaitsForASchedule) {
  const BoundCase c(0, Order::kept);
  Turns run(c.compiled, c.problem);
  run.turn(1'000'000);
  EXPECT_EQ(run.meter.ticks(), 0u);
  EXPECT_EQ(run.known.closure, nullptr);
  EXPECT_EQ(run.to.bound, c.graph.base_duration());
  EXPECT_TRUE(run.technique.statistics().empty());
}

TEST(ClosureTechnique, RaisesTheBoundToTheRelaxationsOptimum) {
  int raised = 0;
  for (const Order order : {Order::kept, Order::free}) {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      SCOPED_TRACE("seed " + std::to_string(seed));
      BoundCase c(seed, order);
      const std::optional<std::int64_t> optimum = c.relaxed.optimum();
      if (!optimum) continue;
      const std::int64_t base = c.graph.base_duration();
      Turns run(c.compiled, c.problem);
      const std::int64_t best = base + *optimum + c.random.below(20);
      for (const std::int64_t duration : {best + 7, best, best + 3}) run.set_incumbent(duration);
      ASSERT_EQ(run.technique.duration(), best);
      run.turn(kLong);
      ASSERT_TRUE(run.done());
      ASSERT_EQ(run.to.bound, base + *optimum);
      if (*optimum == 0) continue;
      ASSERT_EQ(run.to.raised_by, "recompute closure");
      ++raised;
    }
  }
  EXPECT_GT(raised, 50);
}

// The work of a sweep's slice mostly ends within a turn of this.
TEST(ClosureTechnique, TellsWhatItProvesOfAllBudgetsWhereItsWorkEnds) {
  const DenseCase c(300, 6, Order::kept);
  Turns run(c.compiled, c.problem);
  std::vector<BoundLine> lines;
  run.technique.on_line([&lines](const BoundLine& line) { lines.push_back(line); });
  run.set_incumbent(2 * c.graph.base_duration());
  std::int64_t before = run.to.bound;
  std::size_t rises = 0;
  while (!run.known.closure || !run.known.closure->root_done()) {
    run.meter.grant(run.meter.ticks() + 500'000);
    run.turn(kLong);
    ASSERT_LT(run.meter.ticks(), kLong);
    if (!run.known.closure->root_done()) {
      ASSERT_EQ(run.meter.reason(), StopReason::work);
    }
    const bool risen = run.to.bound > std::exchange(before, run.to.bound);
    rises += risen ? 1 : 0;
    ASSERT_GE(lines.size(), rises) << "a line for every turn in which the root has risen";
  }
  std::cout << rises << " turns with a rise, " << lines.size() << " lines\n";
  EXPECT_GT(rises, 3u);
  std::int64_t most = 0;
  for (const BoundLine& line : lines) most = std::max(most, line.at(c.problem.budget));
  const auto root = static_cast<double>(run.known.closure->statistics().root);
  EXPECT_GT(static_cast<double>(most), 0.9 * root);
}

TEST(ClosureTechnique, WorksForAboutItsTicksAndGoesOnWhereItStopped) {
  const LongerCase c;
  Turns parts(*c.compiled, c.problem), whole(*c.compiled, c.problem);
  parts.set_incumbent(c.duration);
  whole.set_incumbent(c.duration);
  constexpr std::uint64_t kLeast = 2'000'000, kOneSchedule = 30'000;
  int turns = 0;
  std::int64_t before = 0;
  do {
    const std::uint64_t ticks = parts.meter.ticks();
    parts.turn(0);
    ASSERT_EQ(parts.meter.reason(), StopReason::none);
    ASSERT_LE(parts.meter.ticks(), ticks + 2 * kLeast + kOneSchedule);
    if (!parts.done()) {
      ASSERT_GE(parts.meter.ticks(), ticks + kLeast);
    }
    ASSERT_GE(parts.to.bound, before);
    before = parts.to.bound;
    ASSERT_LT(++turns, 1000);
  } while (!parts.done());
  whole.turn(kLong);
  ASSERT_TRUE(whole.done());
  EXPECT_GT(parts.to.bound, c.graph.base_duration());
  EXPECT_EQ(parts.to.bound, whole.to.bound);
}

// Of a dense network the first cut takes far longer than there is left.
TEST(ClosureTechnique, GivesACutUpAtALimit) {
  const DenseCase c(1500, 8, Order::free);
  Turns run(c.compiled, c.problem);
  run.set_incumbent(2 * c.graph.base_duration());
  constexpr std::uint64_t kLimit = 50'000;
  run.meter.grant(kLimit);
  run.turn(kLong);
  EXPECT_EQ(run.meter.reason(), StopReason::work);
  EXPECT_GE(run.meter.ticks(), kLimit);
  EXPECT_LE(run.meter.ticks(), kLimit + 30'000);
  EXPECT_EQ(run.to.bound, c.graph.base_duration()) << "nothing is known of a cut that was given up";
  // A turn that is over is no reason.
  const std::uint64_t before = run.meter.ticks();
  run.meter.grant(Meter::kUnlimited);
  run.turn(0);
  EXPECT_EQ(run.meter.reason(), StopReason::none);
  EXPECT_GT(run.meter.ticks(), before + 100'000);
}

// At any limit, and what was proved by then is published.
TEST(ClosureTechnique, EndsWithItsMeter) {
  const LongerCase c;
  for (const std::uint64_t limit : {1u, 1000u, 20'000u, 60'000u}) {
    SCOPED_TRACE(limit);
    Turns run(*c.compiled, c.problem);
    run.set_incumbent(c.duration);
    run.meter.grant(limit);
    run.turn(kLong);
    EXPECT_EQ(run.meter.reason(), StopReason::work);
    EXPECT_LE(run.meter.ticks(), limit + 10'000);
    ASSERT_NE(run.known.closure, nullptr);
    EXPECT_FALSE(run.done());
    EXPECT_EQ(run.to.bound, c.graph.base_duration() + run.known.closure->lower_bound());
  }
}

// Ends the search that offers a schedule, and remembers how far the closure was then.
class EndAtOffer final : public Publisher, public Meter::Watch {
 public:
  Offer offer(model::Schedule /*schedule*/, std::string_view /*by*/) override {
    return Offer::accepted;
  }
  Offer offer(const Steps& /*steps*/, std::string_view /*by*/) override {
    at_offer = technique->statistics();
    return Offer::accepted;
  }
  Offer offer(model::Schedule /*schedule*/, model::Placement /*placement*/,
              std::string_view /*by*/) override {
    return Offer::accepted;
  }
  void raise(std::int64_t /*bound*/, std::string_view /*by*/) override {}
  StopReason look(const Meter& /*meter*/) override {
    return at_offer ? StopReason::target : StopReason::none;
  }
  const ClosureTechnique* technique = nullptr;
  std::optional<Statistics> at_offer;
};

TEST(ClosureTechnique, MakesNoCutOnceItsMeterHasEnded) {
  int ended = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    BoundCase c(seed, Order::kept);
    ClosureTechnique technique(c.compiled, c.compiled, c.problem, kSeed,
                               ClosureTechnique::Proof::forgotten);
    EndAtOffer to;
    to.technique = &technique;
    const Limits limits;
    Meter meter(limits, to);
    Snapshot known;
    known.duration = known.incumbent = 2 * c.graph.base_duration() + 1000;
    technique.plan(known);
    technique.run(meter, to);
    if (!to.at_offer) continue;
    ASSERT_EQ(meter.reason(), StopReason::target);
    ASSERT_EQ(technique.statistics(), *to.at_offer);
    ++ended;
  }
  EXPECT_GT(ended, 50);
}

// With an upper bound that no schedule has.
TEST(ClosureTechnique, MakesSchedulesOfWhatTheRelaxationRecomputes) {
  int found = 0, optimal = 0;
  for (const Order order : {Order::kept, Order::free}) {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      SCOPED_TRACE("seed " + std::to_string(seed));
      BoundCase c(seed, order);
      Turns run(c.compiled, c.problem);
      const std::int64_t upper = 2 * c.graph.base_duration() + 1000;
      run.set_incumbent(upper);
      run.known.duration = Incumbent::kNoDuration;  // so that what it finds is published
      run.technique.run(run.meter, run.to);
      ASSERT_EQ(run.to.wrong, 0);
      run.technique.publish(run.known);
      std::int64_t best = upper;
      for (const std::int64_t duration : run.to.durations) best = std::min(best, duration);
      ASSERT_EQ(run.technique.duration(), best);
      if (run.to.durations.empty()) continue;
      ASSERT_EQ(run.known.duration, best);
      std::int64_t duration = 0;
      for (const Op op : run.known.best) duration += c.compiled.duration(op);
      ASSERT_EQ(duration, best);
      ++found;
      if (best == run.to.bound) ++optimal;
    }
  }
  EXPECT_GT(found, 50);
  EXPECT_GT(optimal, 20);
}

// Refused by whoever verifies: then it is none.
TEST(ClosureTechnique, KeepsNoScheduleThatIsRefused) {
  std::size_t offered = 0;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    BoundCase c(seed, Order::kept);
    Turns run(c.compiled, c.problem);
    run.set_incumbent(2 * c.graph.base_duration() + 1000);
    const std::int64_t before = run.technique.duration();
    run.known.duration = Incumbent::kNoDuration;
    run.to.refuses = true;
    run.technique.run(run.meter, run.to);
    run.technique.publish(run.known);
    offered += run.to.durations.size();
    ASSERT_EQ(run.technique.duration(), before);
    ASSERT_TRUE(run.known.best.empty());
  }
  EXPECT_GT(offered, 10u);
}

}  // namespace
}  // namespace moccasin::search
