// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/rounds.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "model/profile.h"
#include "model/verify.h"
#include "search/portfolio/solve.h"
#include "search/portfolio/techniques.h"
#include "tests/search/portfolio/support/hard_case.h"
#include "tests/search/portfolio/support/recording_publisher.h"
#include "tests/search/portfolio/support/training_chain.h"
#include "tests/search/support/dense_graph.h"
#include "tests/search/support/random_case.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::HardCase;
using test::RandomCase;

// A run on a problem, step by step as solve() makes it.
struct WholeRun {
  WholeRun(const model::Problem& of, SolveOptions with)
      : problem(of), options(std::move(with)), graph(problem) {
    if (problem.order == Order::free) free_graph.emplace(problem, CompiledGraph::Empty::kept);
    Portfolio portfolio =
        make_portfolio(problem, options, graph, free_graph ? *free_graph : graph, nullptr, &solve);
    rounds.emplace(problem, options, incumbent, bound, observer, nullptr,
                   std::move(portfolio.techniques), std::move(portfolio.start));
    stop = rounds->run();
  }
  [[nodiscard]] std::int64_t counter(std::string_view name) const {
    return test::counter(rounds->statistics(), name);
  }

  const model::Problem problem;
  const SolveOptions options;
  const CompiledGraph graph;
  std::optional<CompiledGraph> free_graph;
  Incumbent incumbent{problem, options.limits};
  Bound bound{problem.graph->base_duration(), "base duration"};
  Observer observer{options, incumbent, bound};
  std::optional<Rounds> rounds;
  StopReason stop = StopReason::none;
};

// On a random case of some sixty operations.
struct ShortCase {
  const RandomCase c{21, 60, Order::kept};
};
struct ShortRun : ShortCase, WholeRun {
  explicit ShortRun(SolveOptions with) : WholeRun(c.problem, std::move(with)) {}
};

// Without engine and closure, which would be done before the work is.
SolveOptions with_work(std::uint64_t work, int threads, int workers = 0) {
  SolveOptions options = test::local_with_work(work, 5);
  options.threads = threads;
  options.workers = workers;
  return options;
}

TEST(Rounds, FindWhatTheVerifierAccepts) {
  const ShortRun run(with_work(100'000, 2));
  EXPECT_EQ(run.stop, StopReason::work);
  EXPECT_EQ(run.incumbent.refused(), 0);
  ASSERT_TRUE(run.incumbent.exists());
  const model::Verdict verdict = model::verify(run.problem, run.incumbent.record().schedule);
  EXPECT_TRUE(verdict.valid());
  EXPECT_EQ(verdict.duration, run.incumbent.duration());
  EXPECT_LE(run.counter("accepted"), run.counter("proposals"));
  EXPECT_GT(run.counter("accepted"), 0);
}

// Every worker does all of its share, and passes it by its last step.
TEST(Rounds, ShareTheWork) {
  constexpr std::uint64_t kWork = 90'000, kLastStep = 100;
  for (const unsigned workers : {1u, 2u, 3u}) {
    const ShortRun run(with_work(kWork, 1, static_cast<int>(workers)));
    EXPECT_EQ(run.stop, StopReason::work) << workers;
    EXPECT_GE(run.rounds->work(), kWork) << workers;
    EXPECT_LE(run.rounds->work(), kWork + workers * kLastStep) << workers;
  }
}

// All techniques.
struct HardRun : HardCase, WholeRun {
  HardRun(Order order, std::uint64_t work, int threads, int workers = 0)
      : HardCase(order), WholeRun(HardCase::problem, with_all(work, threads, workers)) {}

  static SolveOptions with_all(std::uint64_t work, int threads, int workers) {
    SolveOptions options = with_work(work, threads, workers);
    options.techniques = Techniques::all;
    return options;
  }
};

// Annealing, the closure, clause learning or the fixed-order search, one after the other.
TEST(Rounds, ThatTakeTurnsDoNotDoMoreWorkThanThereIs) {
  for (const Order order : {Order::kept, Order::free}) {
    const HardRun run(order, 1'000'000, 1);
    EXPECT_EQ(run.stop, StopReason::work);
    EXPECT_GE(run.rounds->work(), 1'000'000u);
    EXPECT_LE(run.rounds->work(), 1'050'000u);
    EXPECT_GE(run.counter("events beyond the budget"), order == Order::kept ? 1 : 0);
    if (order == Order::free) {
      EXPECT_GT(run.counter("orders fixed"), 0);
      EXPECT_EQ(run.counter("conflicts"), -1);
    } else {
      EXPECT_GE(run.counter("conflicts"), 0);
      EXPECT_EQ(run.counter("orders fixed"), -1);
    }
  }
}

TEST(Rounds, PassTheLimitOfWorkByLittle) {
  const model::Graph graph = test::dense_graph(1000, 15);
  const std::int64_t peak = model::make_profile(graph, model::base_schedule(graph)).peak;
  for (const Order order : {Order::kept, Order::free}) {
    for (const std::uint64_t work : {30'000u, 300'000u, 3'000'000u}) {
      // With more workers the engine comes, at its third million, to a call that takes another.
      for (const int workers : {1, work < 3'000'000u ? 3 : 1}) {
        SolveOptions options = with_work(work, 1, workers);
        options.techniques = Techniques::all;
        const model::Problem problem{.graph = &graph, .budget = peak * 8 / 10, .order = order};
        const SolveResult result = solve(problem, options);
        EXPECT_EQ(result.stop, StopReason::work);
        EXPECT_LE(result.work, work + 100'000u * static_cast<unsigned>(workers)) << work;
      }
    }
  }
}

// As many threads as workers, fewer, and more.
constexpr int kWorkers[] = {1, 2, 4, 16}, kThreads[] = {1, 2, 16};

void expect_same(const WholeRun& one, const WholeRun& two) {
  EXPECT_EQ(one.stop, two.stop);
  EXPECT_EQ(one.incumbent.record().schedule, two.incumbent.record().schedule);
  EXPECT_EQ(one.bound.value(), two.bound.value());
}

TEST(Rounds, GiveTheSameHoweverTheThreadsRun) {
  for (const int workers : kWorkers) {
    const auto work = 15'000u * static_cast<std::uint64_t>(workers + 3);
    const ShortRun one(with_work(work, workers));
    for (const int threads : kThreads) {
      SCOPED_TRACE(std::to_string(workers) + " workers, " + std::to_string(threads) + " threads");
      const ShortRun two(with_work(work, threads, workers));
      expect_same(one, two);
      EXPECT_EQ(one.rounds->work(), two.rounds->work());
      EXPECT_EQ(one.rounds->statistics(), two.rounds->statistics());
    }
  }
}

// With the closure and clause learning, and what they tell each other.
TEST(Rounds, GiveTheSameWithProofsHoweverTheThreadsRun) {
  for (const int workers : kWorkers) {
    const auto work = 1'000'000u * static_cast<std::uint64_t>(workers + 1);
    const HardRun one(Order::kept, work, workers);
    EXPECT_GT(one.counter("propagations"), 0) << workers;
    EXPECT_GT(one.counter("minimum cuts"), 0) << workers;
    for (const int threads : kThreads) {
      SCOPED_TRACE(std::to_string(workers) + " workers, " + std::to_string(threads) + " threads");
      expect_same(one, HardRun(Order::kept, work, threads, workers));
    }
  }
}

// With the fixed-order search, which searches within the search.
TEST(Rounds, GiveTheSameInAnyOrderHoweverTheThreadsRun) {
  for (const int workers : kWorkers) {
    const auto work = 1'000'000u * static_cast<std::uint64_t>(workers);
    const HardRun one(Order::free, work, workers);
    EXPECT_GT(one.counter("orders fixed"), 0) << workers;
    for (const int threads : kThreads) {
      SCOPED_TRACE(std::to_string(workers) + " workers, " + std::to_string(threads) + " threads");
      const HardRun two(Order::free, work, threads, workers);
      expect_same(one, two);
      EXPECT_EQ(one.rounds->work(), two.rounds->work());
      EXPECT_EQ(one.rounds->statistics(), two.rounds->statistics());
    }
  }
}

// Not the same work: workers that have the best schedule already stop wherever a proof meets them.
TEST(Rounds, GiveTheSameProofHoweverTheThreadsRun) {
  for (const int workers : kWorkers) {
    SolveOptions options = with_work(2'000'000, 1, workers);
    options.techniques = Techniques::all;
    const ShortRun one(options);
    EXPECT_EQ(one.stop, StopReason::proved);
    EXPECT_EQ(one.bound.value(), one.incumbent.duration());
    EXPECT_GT(one.bound.value(), one.problem.graph->base_duration());
    for (const int threads : kThreads) {
      SCOPED_TRACE(std::to_string(workers) + " workers, " + std::to_string(threads) + " threads");
      options.threads = threads;
      expect_same(one, ShortRun(options));
    }
  }
}

// The seed of the run changes what is found.
TEST(Rounds, SearchWithTheSeedOfTheRun) {
  const HardCase hard(Order::free);
  const auto best = [&](std::uint64_t seed) {
    SolveOptions options = with_work(60'000, 1);
    options.seed = seed;
    return WholeRun(hard.problem, options).incumbent.record().schedule;
  };
  EXPECT_EQ(best(5), best(5));
  EXPECT_NE(best(5), best(6));
}

// From one start and with one cooling, two workers come by different schedules: each has a seed of
// its own, which goes by the seed of the run.
TEST(Rounds, HaveWorkersWithSeedsOfTheirOwn) {
  const HardCase hard(Order::kept);
  const CompiledGraph graph(hard.problem);
  using Offers = std::vector<model::Schedule>;
  const auto first_offers = [&](std::uint64_t seed) {
    SolveOptions options = with_work(100'000, 1, 2);
    options.seed = seed;
    const Portfolio portfolio =
        make_portfolio(hard.problem, options, graph, graph, nullptr, &solve);
    Snapshot known;
    known.best = portfolio.start;
    std::vector<Offers> offers;
    for (const auto& technique : portfolio.techniques) {
      Meter meter(options.limits);
      test::RecordingPublisher to(hard.problem);
      technique->plan(known);
      technique->run(meter, to);
      EXPECT_FALSE(to.schedules.empty());
      offers.push_back(to.schedules);
    }
    return offers;
  };
  const std::vector<Offers> five = first_offers(5), six = first_offers(6);
  ASSERT_EQ(five.size(), 2u);
  EXPECT_EQ(five, first_offers(5));
  EXPECT_NE(five[0], five[1]);
  EXPECT_NE(five[0], six[0]);
  EXPECT_NE(five[1], six[1]);
  EXPECT_NE(five[1], six[0]);
}

}  // namespace
}  // namespace moccasin::search
