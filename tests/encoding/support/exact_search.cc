// SPDX-License-Identifier: Apache-2.0
#include "tests/encoding/support/exact_search.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/search/support/unlimited.h"

namespace moccasin::test {
namespace {

using engine::Literal;
using search::CdclResult;

}  // namespace

encoding::CopiesModelled copies_of_each(const compiled::CompiledGraph& graph, std::int32_t copies) {
  return encoding::CopiesModelled(graph.num_ops(), copies);
}

ExactSearch::ExactSearch(const compiled::CompiledGraph& graph,
                         const encoding::CopiesModelled& copies, std::uint64_t restart_unit)
    : encoding_(graph, copies, engine_),
      brancher_(encoding_.decisions(), engine_.domains().num_variables()),
      restart_(restart_unit) {}

void ExactSearch::read_solution(Exact& best) {
  const engine::Domains solution = engine_.domains();
  for (const engine::Var var : encoding_.decisions()) EXPECT_TRUE(solution.is_fixed(var));
  const std::int64_t duration = solution.lower(encoding_.duration());
  if (best.duration) {
    EXPECT_LT(duration, *best.duration);
  }
  best.duration = duration;
  best.steps = encoding_.decode(solution);
  best.surrogates = encoding_.surrogates_used(solution);
}

search::CdclOutcome ExactSearch::search() {
  Unlimited unlimited;
  return search::cdcl(engine_, brancher_, restart_, unlimited.turn);
}

Exact ExactSearch::by_assumptions(Jokers surrogates) {
  Exact best;
  const Literal forbidden = engine::at_most(encoding_.surrogates(), 0);
  for (;;) {
    std::vector<Literal> assumed;
    if (surrogates == Jokers::forbidden) assumed.push_back(forbidden);
    if (best.duration) assumed.push_back(engine::at_most(encoding_.duration(), *best.duration - 1));
    engine_.assume(assumed);
    engine_.reduce();  // sooner than a search of so few conflicts would: it must not matter
    const search::CdclOutcome outcome = search();
    if (outcome.result == CdclResult::solution) {
      read_solution(best);
      continue;
    }
    EXPECT_NE(outcome.result, CdclResult::stopped);
    EXPECT_EQ(outcome.result == CdclResult::refuted, engine_.refuted());
    const auto has = [](const std::vector<Literal>& set, Literal literal) {
      return std::find(set.begin(), set.end(), literal) != set.end();
    };
    for (const Literal literal : outcome.core) EXPECT_TRUE(has(assumed, literal));
    best.needed_surrogates_forbidden = has(outcome.core, forbidden);
    return best;
  }
}

Exact ExactSearch::by_facts() {
  Exact best;
  best.needed_surrogates_forbidden = false;
  engine_.assume({});
  while (search().result == CdclResult::solution) {
    read_solution(best);
    if (::testing::Test::HasFailure()) return best;
    engine_.impose(engine::at_most(encoding_.duration(), *best.duration - 1));
  }
  EXPECT_TRUE(engine_.refuted());
  return best;
}

}  // namespace moccasin::test
