// SPDX-License-Identifier: Apache-2.0
#include "search/bound/bundle.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "base/random.h"

namespace moccasin::search {
namespace {

using Point = std::vector<double>;

Linearization linearization(double constant, Point slope) {
  Linearization result;
  result.constant = constant;
  result.subgradient = std::move(slope);
  return result;
}

double at(const Linearization& linearization, const Point& x) {
  return std::inner_product(x.begin(), x.end(), linearization.subgradient.begin(),
                            linearization.constant);
}

double lowest_at(const std::vector<Linearization>& linearizations, const Point& x) {
  double low = at(linearizations.front(), x);
  for (const Linearization& linearization : linearizations)
    low = std::min(low, at(linearization, x));
  return low;
}

// The lowest of its linearizations; the maximum is known.
struct Concave {
  std::vector<Linearization> linearizations;
  double maximum;

  [[nodiscard]] const Linearization& lowest(const Point& x) const {
    return *std::min_element(
        linearizations.begin(), linearizations.end(),
        [&](const Linearization& a, const Linearization& b) { return at(a, x) < at(b, x); });
  }
};

// What each trial() owes, whether it converged or not.
void expect_trial(const Bundle& bundle, const Bundle::Trial& trial, const Point& centre,
                  double value, double prox_parameter) {
  Point raw = centre, terms = centre;  // and how large its terms are
  double sum = 0, highest = -INFINITY;
  const double low = lowest_at(bundle.linearizations(), trial.point);
  for (const Linearization& linearization : bundle.linearizations()) {
    ASSERT_GE(linearization.weight, 0);
    sum += linearization.weight;
    for (std::size_t i = 0; i < raw.size(); ++i) {
      raw[i] += prox_parameter * linearization.weight * linearization.subgradient[i];
      terms[i] += prox_parameter * linearization.weight * std::abs(linearization.subgradient[i]);
    }
    if (linearization.weight > 1e-6) highest = std::max(highest, at(linearization, trial.point));
    ASSERT_EQ(linearization.age == 0, linearization.weight > 1e-9);
  }
  const double close = 1e-6 * std::max(1.0, std::abs(low));
  ASSERT_NEAR(sum, 1, 1e-6);
  for (std::size_t i = 0; i < raw.size(); ++i) {
    ASSERT_NEAR(trial.point[i], std::max(0.0, raw[i]), 1e-6 * std::max(1.0, terms[i]));
  }
  if (!trial.converged) return;
  ASSERT_NEAR(trial.value, low, close);
  ASSERT_LE(highest - low, 0.011 * std::max(1.0, low - value) + close);  // level
}

// As DualAscent does, but with no cutoff to aim for. Returns the best value.
double ascend(const Concave& f, Point centre, double prox_parameter,
              std::size_t& most_linearizations) {
  const double scale = std::max(1.0, std::abs(f.maximum));
  Bundle bundle;
  double best = lowest_at(f.linearizations, centre);
  bundle.add(f.lowest(centre));
  int farther = 0, nulls = 0;
  for (int i = 0; i < 2000; ++i) {
    const Bundle::Trial trial = bundle.trial(centre, best, prox_parameter, 1e-9 * scale);
    expect_trial(bundle, trial, centre, best, prox_parameter);
    if (testing::Test::HasFatalFailure()) return best;
    const double predicted = trial.value - best;
    if (predicted < 1e-6 * scale) {
      if (farther++ == 6) break;
      prox_parameter *= 6;
      continue;
    }
    farther = 0;
    const double found = lowest_at(f.linearizations, trial.point);
    bundle.add(f.lowest(trial.point));
    most_linearizations = std::max(most_linearizations, bundle.linearizations().size());
    if (found >= best + 0.1 * predicted) {
      if (found >= best + 0.5 * predicted) prox_parameter *= 2;
      best = found;
      centre = trial.point;
      nulls = 0;
    } else if (++nulls % 4 == 0 || found < best - predicted) {
      prox_parameter *= 0.6;
    }
  }
  return best;
}

// Linearizations through the same value at a point of which some coordinates are 0; a mean of them
// is level where the point is not, and falls elsewhere: the point is a maximum.
Concave random_concave(base::Random& random, std::size_t dimensions) {
  constexpr double kMaximum = 1e9;
  Point peak(dimensions);
  for (double& x : peak) x = random.chance(0.3) ? 0 : 1e9 * random.unit();
  Concave f{.linearizations = {}, .maximum = kMaximum};
  const auto add = [&](Point slope, double above) {
    const double constant =
        kMaximum + above - std::inner_product(peak.begin(), peak.end(), slope.begin(), 0.0);
    f.linearizations.push_back(linearization(constant, std::move(slope)));
  };
  Point rest(dimensions, 0);
  for (std::size_t i = 0; i <= dimensions; ++i) {
    Point slope(dimensions);
    const double weight = 0.1 + random.unit();
    for (std::size_t j = 0; j < dimensions; ++j) {
      slope[j] = 2 * random.unit() - 1;
      rest[j] -= weight * slope[j];
    }
    add(std::move(slope), 0);
  }
  for (std::size_t j = 0; j < dimensions; ++j) {
    if (peak[j] == 0) rest[j] -= random.unit();
  }
  add(rest, 0);
  for (std::uint32_t more = random.below(30); more > 0; --more) {
    Point slope(dimensions);
    for (double& s : slope) s = 2 * random.unit() - 1;
    add(std::move(slope), 1e8 * random.unit());
  }
  return f;
}

TEST(Bundle, OneLinearizationIsClimbedAsFarAsTheProximalParameter) {
  Bundle bundle;
  bundle.add(linearization(3, {2, -1}));
  const Bundle::Trial trial = bundle.trial({5, 0}, 13, 4, 1e-9);
  EXPECT_EQ(trial.point, (Point{13, 0}));  // prices do not fall below 0
  EXPECT_EQ(trial.value, 29);
  EXPECT_TRUE(trial.converged);
  EXPECT_EQ(bundle.linearizations()[0].weight, 1);
}

TEST(Bundle, TwoLinearizationsAreMadeLevel) {
  Bundle bundle;  // meet at 400, with 800
  bundle.add(linearization(0, {2}));
  bundle.add(linearization(1000, {-0.5}));
  const Bundle::Trial trial = bundle.trial({0}, 0, 1e6, 1e-9);
  EXPECT_TRUE(trial.converged);
  EXPECT_NEAR(trial.point[0], 400, 8);
  EXPECT_NEAR(trial.value, 800, 8);
  EXPECT_NEAR(bundle.linearizations()[0].weight, 0.2, 0.01);  // 0.2 * 2 = 0.8 * 0.5
  EXPECT_NEAR(bundle.linearizations()[1].weight, 0.8, 0.01);
}

TEST(Bundle, ASmallProximalParameterStaysNearTheCentre) {
  Bundle bundle;
  bundle.add(linearization(0, {2}));
  bundle.add(linearization(1000, {-0.5}));
  EXPECT_NEAR(bundle.trial({10}, 20, 5, 1e-9).point[0], 20, 1e-9);
}

TEST(Bundle, FindsTheMaximumOfAFunctionOfOnePrice) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    const Concave f = random_concave(random, 1);
    std::size_t linearizations = 0;
    const double best = ascend(f, {1e9 * random.unit()}, 1e6, linearizations);
    if (HasFatalFailure()) return;
    EXPECT_LE(best, f.maximum + 1);
    EXPECT_GE(best, f.maximum * (1 - 1e-5));
  }
}

TEST(Bundle, FindsTheMaximumOfAFunctionOfSeveralPrices) {
  std::size_t linearizations = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    const std::size_t dimensions = 2 + random.below(24);
    const Concave f = random_concave(random, dimensions);
    const double best = ascend(f, Point(dimensions, 0), 1e6, linearizations);
    if (HasFatalFailure()) return;
    EXPECT_LE(best, f.maximum + 1);
    EXPECT_GE(best, f.maximum * (1 - 1e-3));
    EXPECT_LE(linearizations, 40u);
  }
  EXPECT_EQ(linearizations, 40u);  // or the limit was never met
}

TEST(Bundle, IsDoneAtAMaximumWhereNothingIsPaid) {
  const Concave f{.linearizations = {linearization(1e6, {-1, -2}), linearization(1.5e6, {-1, 3})},
                  .maximum = 1e6};
  std::size_t linearizations = 0;
  EXPECT_NEAR(ascend(f, {0, 0}, 1e6, linearizations), 1e6, 1);
  EXPECT_NEAR(ascend(f, {3e5, 2e5}, 1, linearizations), 1e6, 10);
}

TEST(Bundle, TheOldestLinearizationGoesThenThatOfTheLeastWeight) {
  Bundle bundle;
  for (int i = 0; i < 40; ++i) {
    Linearization added = linearization(i, {1});
    added.age = i == 17 || i == 20 ? 5 : i % 5;
    added.weight = i == 17 ? 0.1 : 0.2;
    bundle.add(std::move(added));
  }
  ASSERT_EQ(bundle.linearizations().size(), 40u);
  const auto has = [&](double constant) {
    return std::any_of(
        bundle.linearizations().begin(), bundle.linearizations().end(),
        [&](const Linearization& linearization) { return linearization.constant == constant; });
  };
  bundle.add(linearization(100, {1}));
  EXPECT_EQ(bundle.linearizations().size(), 40u);
  EXPECT_FALSE(has(17));
  EXPECT_TRUE(has(20));
  bundle.add(linearization(101, {1}));
  EXPECT_EQ(bundle.linearizations().size(), 40u);
  EXPECT_FALSE(has(20));
  EXPECT_TRUE(has(100) && has(101) && has(0));
}

TEST(Bundle, ThePrimalAverageIsWeightedAsItsLinearizationsAre) {
  Bundle bundle;
  EXPECT_TRUE(bundle.primal_average().empty());
  const std::vector<std::pair<double, std::vector<char>>> cuts = {
      {0.5, {1, 0, 1}}, {0.25, {1, 0, 0}}, {0.25, {1, 1, 0}}};
  for (const auto& [weight, again] : cuts) {
    Linearization added = linearization(0, {1});
    added.weight = weight;
    added.primal = again;
    bundle.add(std::move(added));
  }
  EXPECT_EQ(bundle.primal_average(), (Point{1, 0.25, 0.5}));
}

TEST(Bundle, WeightsGoOnAddingUpToOneWhenLinearizationsAreRemoved) {
  for (const double kept : {0.8, 0.3}) {  // most of the weight or little
    Bundle bundle;
    for (const double weight : {1 - kept, kept}) {
      Linearization added = linearization(1e3 * weight, {weight - 0.9});
      added.weight = weight;
      bundle.add(std::move(added));
    }
    bundle.remove_if(
        [&](const Linearization& linearization) { return linearization.weight != kept; });
    ASSERT_EQ(bundle.linearizations().size(), 1u);
    const Bundle::Trial trial = bundle.trial({10}, 0, 3, 1e-9);
    expect_trial(bundle, trial, {10}, 0, 3);
    EXPECT_EQ(bundle.linearizations()[0].weight, 1);
  }
}

}  // namespace
}  // namespace moccasin::search
