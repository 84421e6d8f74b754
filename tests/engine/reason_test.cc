// SPDX-License-Identifier: Apache-2.0
#include "engine/reason.h"

#include <gtest/gtest.h>

#include "engine/clause.h"

namespace moccasin::engine {
namespace {

static_assert(sizeof(Reason) == 16, "there is one in every entry of the trail");

TEST(Reason, IsNothingAtFirst) {
  EXPECT_EQ(Reason().kind(), Reason::Kind::none);
  EXPECT_EQ(Reason().clause(), nullptr);
}

TEST(Reason, KeepsItsClause) {
  Clause clause;
  const Reason reason(&clause);
  EXPECT_EQ(reason.kind(), Reason::Kind::clause);
  EXPECT_EQ(reason.clause(), &clause);
}

TEST(Reason, KeepsAPropagatorAndAllOfItsPayload) {
  const Reason reason(PropagatorIndex(7), 0xfedcba9876543210u);
  EXPECT_EQ(reason.kind(), Reason::Kind::propagator);
  EXPECT_EQ(reason.propagator(), PropagatorIndex(7));
  EXPECT_EQ(reason.payload(), 0xfedcba9876543210u);
  // Not even a payload that looks like an address makes it a clause.
  EXPECT_EQ(reason.clause(), nullptr);
}

TEST(ReasonDeathTest, HasNoPropagatorWithoutOne) {
#ifdef MOCCASIN_NO_ASSERTS
  GTEST_SKIP() << "built without assertions";
#else
  EXPECT_DEATH((void)Reason().propagator(), "kind_ == Kind::propagator");
#endif
}

}  // namespace
}  // namespace moccasin::engine
