// SPDX-License-Identifier: Apache-2.0
// Encoding, propagators, engine and loop together, without local search, against the optimum that
// trying everything finds. MOCCASIN_EXACTNESS_PROBLEMS sets how many problems, and
// MOCCASIN_EXACTNESS_FIRST the first seed, for long runs.
#include <gtest/gtest.h>

#include <iostream>
#include <optional>

#include "model/floor.h"
#include "model/profile.h"
#include "model/verify.h"
#include "tests/encoding/support/exact_search.h"
#include "tests/encoding/support/live_sets.h"
#include "tests/search/support/random_case.h"
#include "tests/support/brute_force.h"
#include "tests/support/from_environment.h"

namespace moccasin::encoding {
namespace {

using compiled::CompiledGraph;
using test::Exact;
using test::ExactSearch;
using Jokers = ExactSearch::Jokers;

struct Tally {
  std::uint64_t problems = 0, limited = 0, infeasible = 0, recomputing = 0, third_copies = 0;
  std::uint64_t surrogate_gaps = 0, surrogate_rounds = 0, conflicts = 0, inferences = 0;

  void count(const engine::Statistics& statistics) {
    conflicts += statistics.conflicts;
    inferences += statistics.propagations - statistics.by_clause;
  }
};

std::ostream& operator<<(std::ostream& out, const Tally& tally) {
  return out << tally.problems << " problems, " << tally.limited << " of limited copies; "
             << tally.infeasible << " infeasible, " << tally.recomputing
             << " that need recomputation, " << tally.third_copies
             << " more than two copies of something; surrogate copies lower the bound of "
             << tally.surrogate_gaps << ", " << tally.surrogate_rounds
             << " rounds of copies added; " << tally.conflicts << " conflicts, " << tally.inferences
             << " inferences checked";
}

// Tighter than RandomCase: near the floor a schedule has to recompute, or there is none.
model::Problem tightened(test::RandomCase& c) {
  model::Problem problem = c.problem;
  const std::int64_t floor = model::make_floor(c.graph).bytes;
  const std::int64_t peak = model::make_profile(c.graph, model::base_schedule(c.graph)).peak;
  const double where = c.random.unit();
  problem.budget =
      c.random.chance(0.03)
          ? floor - 1
          : floor + static_cast<std::int64_t>(where * where * static_cast<double>(peak - floor));
  return problem;
}

using Optimum = std::optional<std::int64_t>;  // duration; nothing: infeasible

Optimum by_trying_all(const model::Problem& problem) {
  const std::optional<model::Schedule> fastest = test::brute_force(problem);
  if (!fastest) return std::nullopt;
  return model::verify(problem, *fastest).duration;
}

class Exactness {
 public:
  Exactness(const model::Problem& problem, Optimum (*slow)(const model::Problem&), Tally& tally)
      : problem_(problem), slow_(slow), graph_(problem), tally_(tally) {}

  void expect_right() {
    if (problem_.max_copies == 0) {
      expect_unlimited();
    } else {
      expect_limited();
    }
  }

 private:
  // All copies modelled: bounds as facts and bounds as assumptions give the optimum.
  void expect_limited() {
    const Optimum optimum = slow_(problem_);
    const CopiesModelled copies = test::copies_of_each(graph_, problem_.max_copies);
    ExactSearch search(graph_, copies);
    ASSERT_FALSE(search.encoding().has_surrogates());
    const Exact assumed = search.by_assumptions(Jokers::forbidden);
    expect_schedule(search, problem_, assumed);
    ASSERT_EQ(ticks(search, assumed), optimum);
    ExactSearch again(graph_, copies, 100);
    const Exact fact = again.by_facts();
    expect_schedule(again, problem_, fact);
    ASSERT_EQ(ticks(again, fact), optimum);
    tally_.count(search.statistics());
    tally_.count(again.statistics());
    ++tally_.limited;
    count(optimum);
  }

  // Two copies and surrogate copies, and copies added until no surrogate copy is of use.
  void expect_unlimited() {
    const Optimum optimum = slow_(problem_);
    model::Problem two = problem_;
    two.max_copies = 2;
    const Optimum optimum_of_two = slow_(two);
    CopiesModelled copies = test::copies_of_each(graph_, 2);
    ExactSearch search(graph_, copies);
    const Exact relaxed = search.by_assumptions(Jokers::allowed);
    expect_bound(search, relaxed, optimum);
    const Exact without = search.by_assumptions(Jokers::forbidden);
    expect_schedule(search, two, without);
    ASSERT_EQ(ticks(search, without), optimum_of_two);
    if (!without.needed_surrogates_forbidden) expect_bound(search, without, optimum);
    // What was learned under the assumption must not have cut off anything.
    ASSERT_EQ(search.by_assumptions(Jokers::allowed).duration, relaxed.duration);
    tally_.count(search.statistics());
    if (relaxed.duration != without.duration) ++tally_.surrogate_gaps;
    if (optimum != optimum_of_two) ++tally_.third_copies;
    for (Exact found = relaxed; found.duration;) {
      if (found.surrogates.empty()) break;
      for (const Op op : found.surrogates) ++copies[op];
      ++tally_.surrogate_rounds;
      ExactSearch more(graph_, copies);
      found = more.by_facts();
      tally_.count(more.statistics());
      expect_bound(more, found, optimum);
      if (::testing::Test::HasFailure()) return;
    }
    count(optimum);
  }

  [[nodiscard]] Optimum ticks(const ExactSearch& search, const Exact& found) const {
    if (!found.duration) return std::nullopt;
    return problem_.graph->base_duration() + *found.duration * search.encoding().duration_unit();
  }

  // What was found is a schedule of `problem` that takes as long as is claimed.
  void expect_schedule(const ExactSearch& search, const model::Problem& problem,
                       const Exact& found) const {
    if (!found.duration) return;
    ASSERT_EQ(found.surrogates, std::vector<Op>());
    const model::Verdict verdict = model::verify(problem, test::schedule_of(graph_, found.steps));
    ASSERT_TRUE(verdict.valid()) << verdict.violation->message;
    ASSERT_EQ(verdict.duration, ticks(search, found));
  }

  // Nothing is faster than what was found, surrogate copies and all; without surrogate copies it is
  // the optimum.
  void expect_bound(const ExactSearch& search, const Exact& found, Optimum optimum) const {
    if (!found.duration) {
      ASSERT_EQ(optimum, std::nullopt);
    } else if (found.surrogates.empty()) {
      expect_schedule(search, problem_, found);
      ASSERT_EQ(ticks(search, found), optimum);
    } else if (optimum) {
      ASSERT_LE(*ticks(search, found), *optimum);
    }
  }

  void count(Optimum optimum) {
    ++tally_.problems;
    if (!optimum) ++tally_.infeasible;
    if (optimum > problem_.graph->base_duration()) ++tally_.recomputing;
  }

  const model::Problem problem_;
  Optimum (*const slow_)(const model::Problem&);
  const CompiledGraph graph_;
  Tally& tally_;
};

void run(std::uint64_t problems, Optimum (*slow)(const model::Problem&),
         std::size_t (*most_operations)(std::uint64_t seed), Tally& tally) {
  const std::uint64_t first = test::from_environment("MOCCASIN_EXACTNESS_FIRST", 0);
  for (std::uint64_t seed = first; seed < first + problems; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    test::RandomCase c(seed, most_operations(seed), model::Order::kept);
    if (c.graph.num_tensors() > 20) continue;
    Exactness(tightened(c), slow, tally).expect_right();
    if (::testing::Test::HasFailure()) return;
  }
  std::cout << tally << "\n";
}

TEST(Exactness, OnTinyProblems) {
  Tally tally;
  const std::uint64_t problems = test::from_environment("MOCCASIN_EXACTNESS_PROBLEMS", 5000);
  // Trying everything takes seconds for seven operations.
  run(
      problems, by_trying_all,
      [](std::uint64_t seed) -> std::size_t { return seed % 64 == 0 ? 7 : 6; }, tally);
  if (HasFailure() || problems < 5000) return;
  EXPECT_EQ(tally.problems, problems);
  EXPECT_GE(tally.limited, problems / 4);
  EXPECT_GE(tally.infeasible, problems / 20);
  EXPECT_GE(tally.recomputing, problems / 10);
  EXPECT_GE(tally.third_copies, 1u);
  EXPECT_GE(tally.surrogate_rounds, 1u);
}

// The twin of larger problems, against the one that cannot be wrong.
TEST(LiveSets, AreRight) {
  for (std::uint64_t seed = 100'000; seed < 101'000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    test::RandomCase c(seed, 6, model::Order::kept);
    const model::Problem problem = tightened(c);
    ASSERT_EQ(test::shortest_by_live_sets(problem), by_trying_all(problem));
  }
}

// Problems that take more than a few conflicts.
TEST(Exactness, OnSmallProblems) {
  Tally tally;
  const std::uint64_t problems = test::from_environment("MOCCASIN_EXACTNESS_PROBLEMS", 5000) / 4;
  run(
      problems, test::shortest_by_live_sets, [](std::uint64_t) -> std::size_t { return 10; },
      tally);
  if (HasFailure() || problems < 1250) return;
  EXPECT_GE(tally.recomputing, problems / 5);
  EXPECT_GE(tally.conflicts, 5 * problems);
}

}  // namespace
}  // namespace moccasin::encoding
