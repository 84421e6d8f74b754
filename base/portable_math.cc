// SPDX-License-Identifier: Apache-2.0
#include "base/portable_math.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "base/assert.h"

#ifdef __FAST_MATH__
#error "moccasin is not to be compiled with -ffast-math: answers would differ between machines"
#endif
#ifdef __FLT_EVAL_METHOD__
#if __FLT_EVAL_METHOD__ != 0
#error "moccasin computes with doubles and nothing wider: -mfpmath=sse -msse2 instead of the x87"
#endif
#endif

namespace moccasin::base {
namespace {

static_assert(std::numeric_limits<double>::is_iec559 && sizeof(double) == sizeof(std::uint64_t));

constexpr int kFractionBits = 52, kBias = 1023;

// ln 2 in two parts. The first ends in so many zeros that its product with an exponent is exact.
constexpr double kLn2High = 0x1.62e42fee00000p-1, kLn2Low = 0x1.a39ef35793c76p-33;
constexpr double kLog2E = 0x1.71547652b82fep+0;
constexpr double kSqrt2 = 0x1.6a09e667f3bcdp+0, kTwoPi = 0x1.921fb54442d18p+2;

// c[0] + c[1] x + c[2] x^2 + ... (Horner's scheme)
template <std::size_t size>
double polynomial(const std::array<double, size>& c, double x) {
  double sum = c[size - 1];
  for (std::size_t i = size - 1; i-- > 0;) sum = c[i] + x * sum;
  return sum;
}

// Two series in turn, each in x^2, have half the depth of one in x: a CPU does both at once.
template <std::size_t of_even, std::size_t of_odd>
double polynomial(const std::array<double, of_even>& even, const std::array<double, of_odd>& odd,
                  double x) {
  const double square = x * x;
  return polynomial(even, square) + x * polynomial(odd, square);
}

}  // namespace

// x = 2^e (1 + f) with 1 + f between 1/sqrt 2 and sqrt 2, and with s = f / (2 + f)
//
//   ln (1 + f) = 2 artanh s = 2s + s r,   r = 2 s^2 / 3 + 2 s^4 / 5 + ...
//
// where 2s = f - s f. So it is f - s (f - r): f is exact, and the rest is small beside it.
double log(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  int exponent = static_cast<int>(bits >> kFractionBits) - kBias;
  MOCCASIN_ASSERT(exponent > -kBias && exponent <= kBias);
  constexpr std::uint64_t kFraction = (std::uint64_t{1} << kFractionBits) - 1;
  constexpr std::uint64_t kOne = std::uint64_t{kBias} << kFractionBits;
  auto mantissa = std::bit_cast<double>((bits & kFraction) | kOne);
  if (mantissa > kSqrt2) {
    mantissa /= 2;
    ++exponent;
  }
  constexpr std::array kEven = {2.0 / 3, 2.0 / 7, 2.0 / 11, 2.0 / 15, 2.0 / 19, 2.0 / 23};
  constexpr std::array kOdd = {2.0 / 5, 2.0 / 9, 2.0 / 13, 2.0 / 17, 2.0 / 21};
  const double f = mantissa - 1, s = f / (2 + f), square = s * s;
  const double r = square * polynomial(kEven, kOdd, square);
  return exponent * kLn2High + (f - (s * (f - r) - exponent * kLn2Low));
}

// x = k ln 2 + r with r at most half of ln 2, so that e^x = 2^k (1 + r + r^2/2 + r^3/6 + ...).
double exp(double x) {
  MOCCASIN_ASSERT(-700 <= x && x <= 700);
  const int k = static_cast<int>(x * kLog2E + (x < 0 ? -0.5 : 0.5));
  const double r = (x - k * kLn2High) - k * kLn2Low;
  constexpr std::array kEven = {1.0 / 2,      1.0 / 24,        1.0 / 720,
                                1.0 / 40'320, 1.0 / 3'628'800, 1.0 / 479'001'600};
  constexpr std::array kOdd = {1.0 / 6,       1.0 / 120,        1.0 / 5040,
                               1.0 / 362'880, 1.0 / 39'916'800, 1.0 / 6'227'020'800};
  const double power =
      std::bit_cast<double>(static_cast<std::uint64_t>(k + kBias) << kFractionBits);
  return power * (1 + (r + r * r * polynomial(kEven, kOdd, r)));
}

// The nearest quarter of a turn is taken away, which is exact, and what is left is at most an
// eighth of one: its cosine or its sine, as that quarter has it, is a short series.
double cos_of_turns(double turns) {
  MOCCASIN_ASSERT(0 <= turns && turns < 1);
  const int quarter = static_cast<int>(4 * turns + 0.5);
  const double x = kTwoPi * (turns - quarter / 4.0), square = x * x;
  constexpr std::array kCos = {1.0,
                               -1.0 / 2,
                               1.0 / 24,
                               -1.0 / 720,
                               1.0 / 40'320,
                               -1.0 / 3'628'800,
                               1.0 / 479'001'600,
                               -1.0 / 87'178'291'200,
                               1.0 / 20'922'789'888'000};
  constexpr std::array kSin = {1.0,
                               -1.0 / 6,
                               1.0 / 120,
                               -1.0 / 5040,
                               1.0 / 362'880,
                               -1.0 / 39'916'800,
                               1.0 / 6'227'020'800,
                               -1.0 / 1'307'674'368'000,
                               1.0 / 355'687'428'096'000};
  const bool of_sine = quarter % 2 == 1;
  const double value = of_sine ? x * polynomial(kSin, square) : polynomial(kCos, square);
  return quarter == 1 || quarter == 2 ? -value : value;
}

}  // namespace moccasin::base
