// SPDX-License-Identifier: Apache-2.0
#include "engine/replay.h"

#include <gtest/gtest.h>

namespace moccasin::engine {
namespace {

constexpr Var x(0), y(2), z(4);

// x, y and z in [0, 9]. What was found wrong: [z >= 4] and [y >= 1] exclude each other; z >= 4
// comes of z >= 2 and x >= 3, and z >= 2 of x >= 1. Hence the clause: [x <= 2] or [y <= 0].
class Proof : public testing::Test {
 protected:
  Box root{std::vector<Value>{0, -9, 0, -9, 0, -9}};
  std::vector<Literal> clause = {at_most(x, 2), at_most(y, 0)};
  Derivation derivation = {{9, at_least(z, 4), {at_least(z, 2), at_least(x, 3)}},
                           {7, at_least(z, 2), {at_least(x, 1)}}};
  Premises conflict = {at_least(z, 4), at_least(y, 1)};
};

TEST_F(Proof, IsReplayedInTheOrderOfTheTrail) {
  EXPECT_TRUE(replays(root, clause, derivation, conflict));
}

TEST_F(Proof, MayHaveStepsThatAreNotNeeded) {
  derivation.push_back({5, at_most(x, 8), {}});
  EXPECT_TRUE(replays(root, clause, derivation, conflict));
}

TEST_F(Proof, MayRestOnTheRoot) {
  root.impose(at_least(y, 1));
  EXPECT_TRUE(replays(root, {at_most(x, 2)}, derivation, conflict));
}

TEST_F(Proof, FailsIfAStepIsMissing) {
  derivation.pop_back();
  EXPECT_FALSE(replays(root, clause, derivation, conflict));
  EXPECT_FALSE(replays(root, clause, {}, conflict));
}

TEST_F(Proof, FailsIfTheClauseLacksALiteral) {
  EXPECT_FALSE(replays(root, {at_most(x, 2)}, derivation, conflict));
  EXPECT_FALSE(replays(root, {at_most(y, 0)}, derivation, conflict));
}

TEST_F(Proof, FailsIfALiteralOfTheClauseIsTooStrong) {
  EXPECT_FALSE(replays(root, {at_most(x, 1), at_most(y, 0)}, derivation, conflict));
  EXPECT_FALSE(replays(root, {at_most(x, 2), at_most(y, -1)}, derivation, conflict));
}

TEST_F(Proof, HoldsForAWeakerClause) {
  EXPECT_TRUE(replays(root, {at_most(x, 3), at_most(y, 0)}, derivation, conflict));
}

// Each of the two would give the other: in no order does the first step find its premise.
TEST_F(Proof, FailsIfItGoesRoundInACircle) {
  const Derivation circle = {{7, at_least(z, 4), {at_least(x, 3)}},
                             {8, at_least(x, 3), {at_least(z, 4)}}};
  EXPECT_FALSE(replays(root, {at_most(y, 0)}, circle, conflict));
}

TEST_F(Proof, FailsIfAPremiseComesLater) {
  std::swap(derivation[0].position, derivation[1].position);
  EXPECT_FALSE(replays(root, clause, derivation, conflict));
}

}  // namespace
}  // namespace moccasin::engine
