// SPDX-License-Identifier: Apache-2.0
#include "engine/watch_lists.h"

#include <gtest/gtest.h>

#include <tuple>

#include "engine/clause_database.h"
#include "tests/engine/support/print.h"

namespace moccasin::engine {
namespace {

constexpr Var x(0), y(2), z(4);

using Seen = std::vector<std::tuple<Value, const Clause*, Literal>>;

class ThreeVariables : public testing::Test {
 protected:
  ThreeVariables() {
    for (int i = 0; i < 3; ++i) lists.add_variable();
  }
  Seen of(Var var) {
    Seen seen;
    for (const Watch& watch : lists.of(var)) {
      seen.emplace_back(watch.threshold, watch.clause, watch.blocker);
    }
    return seen;
  }
  ClauseDatabase clauses;
  WatchLists lists;
};

// The example of the header: [x <= 4] becomes false when lower(x) reaches 5.
TEST_F(ThreeVariables, WatchTheFirstTwoLiteralsOfAClause) {
  const std::vector<Literal> literals = {at_most(x, 4), at_least(y, 2), at_least(z, 1)};
  Clause& clause = clauses.add_problem(literals);
  lists.attach(clause);
  EXPECT_EQ(of(x), (Seen{{5, &clause, at_least(y, 2)}}));
  // [y >= 2] becomes false when upper(y) reaches 1, which is lower(-y) = -1.
  EXPECT_EQ(of(-y), (Seen{{-1, &clause, at_most(x, 4)}}));
  for (const Var other : {-x, y, z, -z}) EXPECT_EQ(of(other), Seen{});
}

TEST_F(ThreeVariables, ForgetTheDeadOnly) {
  const std::vector<Literal> literals = {at_most(x, 4), at_most(y, 2)};
  Clause& a = clauses.add_problem(literals);
  Clause& b = clauses.add_problem(literals);
  Clause& c = clauses.add_problem(literals);
  for (Clause* const clause : {&a, &b, &c}) lists.attach(*clause);
  b.dead = true;
  lists.sweep();
  EXPECT_EQ(of(x), (Seen{{5, &a, at_most(y, 2)}, {5, &c, at_most(y, 2)}}));
  EXPECT_EQ(of(y), (Seen{{3, &a, at_most(x, 4)}, {3, &c, at_most(x, 4)}}));
}

}  // namespace
}  // namespace moccasin::engine
