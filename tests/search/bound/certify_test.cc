// SPDX-License-Identifier: Apache-2.0
// What the search writes of its proofs, read by the checker, which shares nothing with it.
#include "search/bound/certify.h"

#include <gtest/gtest.h>

#include <iostream>

#include "base/random.h"
#include "model/check_certificate.h"
#include "model/floor.h"
#include "tests/search/bound/support/bound_case.h"

namespace moccasin::search {
namespace {

using model::Order;

class CertifyIn : public testing::TestWithParam<Order> {};

struct Tally {
  int proofs = 0, trees = 0, never = 0, split = 0, less = 0;
};

void expect_proof(const model::Problem& problem, const ClosureBound& bound, Tally& tally) {
  if (bound.lower_bound() == 0) {
    ASSERT_FALSE(bound.proof().has_value());
    return;
  }
  ASSERT_TRUE(bound.proof().has_value());
  // More, if it was of an upper bound before: here they are of no schedules.
  ASSERT_GE(bound.proof()->lower, bound.lower_bound());
  test::Turn turn;
  const auto certificate = certify(problem, *bound.proof(), turn.meter);
  ASSERT_TRUE(certificate.has_value());
  turn.meter.grant(turn.meter.ticks());
  ASSERT_FALSE(certify(problem, *bound.proof(), turn.meter).has_value());
  // A bound that is a hair above a tick is rounded up; flows of a certificate are rounded
  // otherwise.
  const std::int64_t proved = problem.graph->base_duration() + bound.proof()->lower;
  ASSERT_LE(certificate->bound, proved);
  ASSERT_GE(certificate->bound, proved - 1);
  if (certificate->bound < proved) ++tally.less;
  ASSERT_EQ(certificate->budget, problem.budget);
  const model::CertificateVerdict verdict = model::check_certificate(*problem.graph, *certificate);
  ASSERT_TRUE(verdict.valid()) << *verdict.broken;
  ++tally.proofs;
  if (!certificate->split.empty()) ++tally.split;
  if (certificate->proof.size() > 1) ++tally.trees;
  for (const model::CertificateNode& node : certificate->proof) {
    for (const model::CertificateStep& step : node.steps) {
      if (!step.never.empty()) ++tally.never;
    }
  }
}

TEST_P(CertifyIn, AllThatIsProvedIsCertified) {
  Tally tally;
  for (std::uint64_t seed = 0; seed < 1500; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    test::BoundCase c(seed, GetParam());
    if (model::make_floor(c.graph).bytes > c.problem.budget) continue;
    ClosureBound bound(c.compiled, GetParam());
    bound.keep_proof();
    base::Random random(seed);
    // In one go, or in turns, with upper bounds that fall.
    std::int64_t upper = 1 + random.below(60);
    for (int turn = 0; turn < 4; ++turn) {
      test::improve(bound, upper, random.chance(0.5) ? 100'000'000 : random.below(2000));
      expect_proof(c.problem, bound, tally);
      if (HasFatalFailure()) return;
      upper = std::max<std::int64_t>(bound.lower_bound(), upper - random.below(20));
      if (upper == 0) break;
    }
  }
  std::cout << tally.proofs << " certificates, " << tally.trees << " with branches, " << tally.never
            << " steps that fix\n";
  EXPECT_GT(tally.proofs, 300);
  EXPECT_GT(tally.trees, 50);
  EXPECT_GT(tally.never, 50);
  EXPECT_LT(100 * tally.less, tally.proofs);
}

// Where operations run again twice, and each inter-use interval pays.
TEST_P(CertifyIn, AllThatIsProvedByIntervalsIsCertified) {
  Tally tally;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    const std::size_t reads = 2 + random.below(3), held = 2 + random.below(3);
    const model::Graph graph = test::squeezed(held, reads, random);
    const model::Problem problem{.graph = &graph,
                                 .budget = model::make_floor(graph).bytes + random.below(8),
                                 .order = GetParam()};
    const CompiledGraph compiled(problem);
    ClosureBound bound(compiled, GetParam());
    bound.keep_proof();
    for (const std::int64_t upper : {500, 100, 20}) {
      test::improve(bound, upper);
      expect_proof(problem, bound, tally);
      if (HasFatalFailure()) return;
    }
  }
  std::cout << tally.proofs << " certificates, " << tally.split << " with cost variables split\n";
  EXPECT_GT(tally.split, 20);
  EXPECT_LT(100 * tally.less, tally.proofs);
}

INSTANTIATE_TEST_SUITE_P(Order, CertifyIn, testing::Values(Order::kept, Order::free));

}  // namespace
}  // namespace moccasin::search
