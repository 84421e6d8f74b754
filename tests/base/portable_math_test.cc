// SPDX-License-Identifier: Apache-2.0
#include "base/portable_math.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "base/random.h"

namespace moccasin::base {
namespace {

constexpr int kDraws = 20'000;

std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }

// How far apart two values are, in units of the last place of the second.
double units_apart(double value, double right) {
  const double unit = std::nextafter(std::abs(right), INFINITY) - std::abs(right);
  return std::abs(value - right) / unit;
}

// What a library says is right to less than one unit.
constexpr double kNear = 2;

TEST(PortableMath, LogIsNearThatOfTheLibrary) {
  Random random(1);
  for (int i = 0; i < kDraws; ++i) {
    const double part = 1 - random.unit(), whole = 1 + static_cast<double>(random.below(1u << 31));
    EXPECT_LE(units_apart(log(part), std::log(part)), kNear) << part;
    EXPECT_LE(units_apart(log(whole), std::log(whole)), kNear) << whole;
  }
}

TEST(PortableMath, LogTakesTheWholeRange) {
  EXPECT_EQ(bits(log(1)), bits(0.0));
  for (const double x : {0x1p-1022, 0x1.fp-600, 0x1.3p+700, 0x1.fffffffffffffp+1023}) {
    EXPECT_LE(units_apart(log(x), std::log(x)), kNear) << x;
  }
}

TEST(PortableMath, ExpIsNearThatOfTheLibrary) {
  Random random(2);
  for (int i = 0; i < kDraws; ++i) {
    const double near = 2 * random.unit() - 1, far = 700 * (2 * random.unit() - 1);
    EXPECT_LE(units_apart(exp(near), std::exp(near)), kNear) << near;
    EXPECT_LE(units_apart(exp(far), std::exp(far)), kNear) << far;
  }
}

TEST(PortableMath, ExpTakesTheWholeRange) {
  EXPECT_EQ(exp(0), 1);
  for (const double x : {-700.0, 700.0}) EXPECT_LE(units_apart(exp(x), std::exp(x)), kNear) << x;
}

// Near its zeros the library's has the error of an argument that was rounded, so the difference is
// not counted in units of the cosine's last place.
TEST(PortableMath, CosIsNearThatOfTheLibrary) {
  Random random(3);
  for (int i = 0; i < kDraws; ++i) {
    const double turns = random.unit();
    EXPECT_NEAR(cos_of_turns(turns), std::cos(6.283185307179586 * turns), 1e-15) << turns;
  }
  const std::vector<double> quarters = {cos_of_turns(0), cos_of_turns(0.25), cos_of_turns(0.5),
                                        cos_of_turns(0.75)};
  EXPECT_EQ(quarters, (std::vector<double>{1, 0, -1, 0}));
}

// All bits, on every machine: of many values the sums by exclusive or, which one wrong bit changes.
TEST(PortableMath, IsTheSameOnEveryMachine) {
  EXPECT_EQ(bits(log(3)), 0x3ff193ea7aad030au);
  EXPECT_EQ(bits(log(0.1)), 0xc0026bb1bbb55515u);
  EXPECT_EQ(bits(exp(1)), 0x4005bf0a8b14576au);
  EXPECT_EQ(bits(exp(-20.5)), 0x3e157a3afeed00acu);
  EXPECT_EQ(bits(cos_of_turns(0.1)), 0x3fe9e3779b97f4a8u);
  Random random(4);
  std::vector<std::uint64_t> sums(3);
  for (int i = 0; i < kDraws; ++i) {
    sums[0] ^= std::rotl(bits(log(1 - random.unit())), i);
    sums[1] ^= std::rotl(bits(exp(21 * random.unit())), i);
    sums[2] ^= std::rotl(bits(cos_of_turns(random.unit())), i);
  }
  EXPECT_EQ(sums, (std::vector<std::uint64_t>{0x981f5ef86a302facu, 0xbdc7983e90cbeacau,
                                              0x148934535bdd1e27u}));
}

}  // namespace
}  // namespace moccasin::base
