// SPDX-License-Identifier: Apache-2.0
#include "engine/domains.h"

#include <gtest/gtest.h>

namespace moccasin::engine {
namespace {

//   position   0        1        2        3
//   entry    x >= 0  -x >= -9  x >= 2 | x >= 4 | -x >= -4
//   level    0                 0        1        2
class DomainsOfATrail : public testing::Test {
 protected:
  DomainsOfATrail() : x(trail.new_variable(0, 9)) {
    trail.push(at_least(x, 2), Reason());
    trail.open_level();
    trail.push(at_least(x, 4), Reason());
    trail.open_level();
    trail.push(at_most(x, 4), Reason());
  }
  Trail trail;
  const Var x;
};

TEST_F(DomainsOfATrail, AreThoseOfNow) {
  const Domains now(trail);
  EXPECT_EQ(now.lower(x), 4);
  EXPECT_EQ(now.upper(x), 4);
  EXPECT_EQ(now.lower(-x), -4);
  EXPECT_EQ(now.upper(-x), -4);
  EXPECT_TRUE(now.is_fixed(x));
  EXPECT_TRUE(now.is_fixed(-x));
  EXPECT_EQ(now.level(), 2u);
  EXPECT_EQ(now.num_variables(), 1u);
  trail.backtrack(1);
  EXPECT_EQ(now.upper(x), 9) << "now is whenever it is asked";
  EXPECT_EQ(now.level(), 1u);
}

TEST_F(DomainsOfATrail, AsOfAPositionDoNotSeeItsEntry) {
  const Domains before(trail, 3);
  EXPECT_EQ(before.lower(x), 2);
  EXPECT_EQ(before.upper(x), 9);
  EXPECT_FALSE(before.is_fixed(x));
  const Domains after(trail, 4);
  EXPECT_EQ(after.lower(x), 4);
  EXPECT_EQ(after.upper(x), 9);
}

TEST_F(DomainsOfATrail, KnowWhatIsTrueFalseAndNeither) {
  const Domains before(trail, 4);  // [4, 9]
  EXPECT_TRUE(before.is_true(at_least(x, 4)));
  EXPECT_FALSE(before.is_false(at_least(x, 4)));
  EXPECT_FALSE(before.is_true(at_least(x, 5)));
  EXPECT_FALSE(before.is_false(at_least(x, 5)));
  EXPECT_TRUE(before.is_false(at_least(x, 10)));
  EXPECT_FALSE(before.is_false(at_least(x, 9)));
  EXPECT_TRUE(before.is_false(at_most(x, 3)));
  EXPECT_TRUE(before.is_true(at_most(x, 9)));
}

TEST_F(DomainsOfATrail, TellFactsOfTheRootFromTheRest) {
  const Domains now(trail);
  EXPECT_TRUE(now.is_root_fact(at_least(x, 2)));
  EXPECT_FALSE(now.is_root_fact(at_least(x, 3)));
  EXPECT_TRUE(now.is_root_fact(at_most(x, 9)));
  EXPECT_FALSE(now.is_root_fact(at_most(x, 8)));
  trail.backtrack(0);
  EXPECT_TRUE(now.is_root_fact(at_least(x, 2)));
  EXPECT_FALSE(now.is_root_fact(at_least(x, 3)));
}

TEST_F(DomainsOfATrail, KnowSinceWhenSomethingIsTrue) {
  const Domains now(trail);
  EXPECT_EQ(now.since(at_least(x, 1)), 2u);
  EXPECT_EQ(now.since(at_least(x, 3)), 3u);
  EXPECT_EQ(now.since(at_most(x, 9)), 1u);
  EXPECT_EQ(now.since(at_most(x, 5)), 4u);
  EXPECT_EQ(Domains(trail, 3).since(at_least(x, 2)), 2u);
}

}  // namespace
}  // namespace moccasin::engine
